// Which formats a file is tried with, in that order: those of its gateway first, then what may be mixed into it.
import type {LogOwner} from '../log-owner.ts';
import type {SignatureSource} from '../signatures.ts';
import {caddyFormat} from './caddy-log.ts';
import {combinedAccessFormat} from './combined-access.ts';
import {envoyFormat} from './envoy-log.ts';
import {haproxyFormat} from './haproxy-log.ts';
import {httpdErrorFormat} from './httpd-error.ts';
import {jsonAccessFormat} from './json-access.ts';
import type {LogFormat, LogSettings} from './log-sink.ts';
import {nginxErrorFormat} from './nginx-error.ts';
import {textFormat} from './text-log.ts';
import {traefikFormat} from './traefik-log.ts';
import {varnishFormat} from './varnish-log.ts';

const appSources: readonly SignatureSource[] = ['php-fpm', 'uwsgi', 'gunicorn', 'python', 'puma', 'tomcat', 'node', 'postgres'];

const formatsByOwner: Readonly<Record<LogOwner, (settings: LogSettings) => readonly LogFormat[]>> = {
	nginx: (settings) => [nginxErrorFormat(settings), combinedAccessFormat(), jsonAccessFormat()],
	// The controller logs in the form of Go's klog beside nginx's own lines.
	'ingress-nginx': (settings) => [
		nginxErrorFormat(settings),
		combinedAccessFormat(),
		jsonAccessFormat(),
		textFormat('ingress-nginx controller log', ['ingress-nginx'], settings),
	],
	haproxy: (settings) => [haproxyFormat(settings)],
	httpd: (settings) => [httpdErrorFormat(settings), combinedAccessFormat(), jsonAccessFormat()],
	envoy: () => [envoyFormat()],
	caddy: () => [caddyFormat(), combinedAccessFormat()],
	traefik: (settings) => [traefikFormat(settings), combinedAccessFormat()],
	varnish: (settings) => [varnishFormat(settings), combinedAccessFormat()],
	app: (settings) => [textFormat('app log', appSources, settings)],
	kernel: (settings) => [textFormat('kernel log', ['kernel', 'systemd'], settings)],
	journal: (settings) => [textFormat('journal', ['systemd', 'kernel', 'engine', ...appSources], settings)],
	engine: (settings) => [textFormat('container engine log', ['engine', 'kernel', 'systemd'], settings)],
};

export function formatsOf(owner: LogOwner, settings: LogSettings): readonly LogFormat[] {
	return formatsByOwner[owner](settings);
}
