// The table of gateways. To add one: a file for it, its test, and a line here.
import {caddy} from './caddy.ts';
import {envoy} from './envoy.ts';
import type {GatewayKind} from './gateway.ts';
import {haproxy} from './haproxy.ts';
import {httpd} from './httpd.ts';
import {nginx} from './nginx.ts';
import {traefik} from './traefik.ts';
import {varnish} from './varnish.ts';

export const gateways: Readonly<Record<string, GatewayKind>> = {nginx, haproxy, httpd, caddy, envoy, traefik, varnish};
