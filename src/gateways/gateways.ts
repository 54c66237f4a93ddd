// The table of gateways. To add one: a file for it, its test, and a line here.
import type {GatewayKind} from './gateway.ts';
import {haproxy} from './haproxy.ts';
import {nginx, haproxy, varnish} from './nginx.ts';
import {varnish} from './varnish.ts';

export const gateways: Readonly<Record<string, GatewayKind>> = {nginx};
