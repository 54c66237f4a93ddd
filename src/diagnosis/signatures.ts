// The table of signatures, by the program that writes them. Within a source the first that matches counts, and they are written so that
// no line has two: a test tries every fixture against every signature of its source.
import type {Signature} from './signature.ts';
import {caddy} from './signatures/caddy.ts';
import {engine} from './signatures/engine.ts';
import {envoy} from './signatures/envoy.ts';
import {gunicorn} from './signatures/gunicorn.ts';
import {haproxy} from './signatures/haproxy.ts';
import {httpd} from './signatures/httpd.ts';
import {ingressNginx} from './signatures/ingress-nginx.ts';
import {kernel} from './signatures/kernel.ts';
import {nginx} from './signatures/nginx.ts';
import {node} from './signatures/node.ts';
import {phpFpm} from './signatures/php-fpm.ts';
import {postgres} from './signatures/postgres.ts';
import {puma} from './signatures/puma.ts';
import {python} from './signatures/python.ts';
import {systemd} from './signatures/systemd.ts';
import {tomcat} from './signatures/tomcat.ts';
import {traefik} from './signatures/traefik.ts';
import {uwsgi} from './signatures/uwsgi.ts';
import {varnish} from './signatures/varnish.ts';

export const signatures = {
	nginx,
	'ingress-nginx': ingressNginx,
	haproxy,
	httpd,
	envoy,
	caddy,
	traefik,
	varnish,
	'php-fpm': phpFpm,
	uwsgi,
	gunicorn,
	python,
	puma,
	tomcat,
	node,
	postgres,
	kernel,
	systemd,
	engine,
} as const satisfies Record<string, readonly Signature[]>;

export type SignatureSource = keyof typeof signatures;

/** What the words of a line mean; null where the catalogue does not have them. */
export function signatureOf(source: SignatureSource, words: string): Signature | null {
	return signatures[source].find(({pattern}) => pattern.test(words)) ?? null;
}
