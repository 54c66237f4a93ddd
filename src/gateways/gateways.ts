// The table of gateways. To add one: a file for it, its test, and a line here.
import {caddy} from './caddy.ts';
import type {GatewayKind} from './gateway.ts';
import {haproxy} from './haproxy.ts';
import {httpd} from './httpd.ts';
import {nginx} from './nginx.ts';
import {varnish} from './varnish.ts';

export const gateways: Readonly<Record<string, GatewayKind>> = {nginx, haproxy, httpd, caddy, varnish};
