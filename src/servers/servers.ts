// The table of upstream kinds. To add one: a file for it, its test, and a line here (docs/adding-an-upstream.md).
import {GatequakeError} from '../error.ts';
import {bytes} from './bytes.ts';
import {foreign} from './foreign.ts';
import {gunicorn} from './gunicorn.ts';
import {node} from './node.ts';
import {phpFpm} from './php-fpm.ts';
import {puma} from './puma.ts';
import type {ServerKind} from './server.ts';
import {tomcat} from './tomcat.ts';
import {uwsgi} from './uwsgi.ts';

const shipped: Readonly<Record<string, ServerKind>> = {node, bytes, 'php-fpm': phpFpm, gunicorn, uwsgi, puma, tomcat};
const all: Record<string, ServerKind> = {...shipped};

/** The shipped ones, and those that a project has added. */
export const servers: Readonly<Record<string, ServerKind>> = all;
export const shippedServers: readonly string[] = Object.keys(shipped);

/** A project's own, for this process: plans name kinds, and are JSON. */
export function addServers(own: readonly ServerKind[]): void {
	for (const kind of own) all[kind.name] = kind;
}

/** Scenarios are checked when they are loaded; a plan may come from elsewhere. */
export function serverOf({kind}: {readonly kind: string}): ServerKind {
	const server = kind === foreign.name ? foreign : servers[kind];
	if (server === undefined) {
		throw new GatequakeError(`expected an upstream of a kind of ${Object.keys(servers).join(', ')}, got ${kind}`, {code: 'NO_SERVER'});
	}

	return server;
}

/** What makes an upstream of this kind in a scenario: `phpFpm` for `php-fpm`. */
export function makerOf({name}: ServerKind): string {
	return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
