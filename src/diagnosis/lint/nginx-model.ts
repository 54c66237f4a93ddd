// nginx's config as the rules look at it: the places that pass requests on, where they lead, and what holds there. A directive holds in
// the block where it stands and in all blocks within, unless one of these says otherwise.
import {allDirectives} from '../read-nginx-config.ts';
import type {NginxDirective} from '../parse-nginx-config.ts';
import {durationMs} from '../config-duration.ts';

export interface NginxServer {
	readonly directive: NginxDirective;
	/** Without port: `10.0.0.3`, `app1`, `unix:/run/app.sock`. */
	readonly host: string;
	readonly words: readonly string[];
}

export interface NginxGroup {
	readonly name: string;
	readonly directive: NginxDirective;
	readonly servers: readonly NginxServer[];
	/** Named by a pass of http. */
	readonly passes: readonly NginxPass[];
}

export interface NginxPass {
	/** `proxy_pass` and its siblings. */
	readonly directive: NginxDirective;
	/** `proxy`, `fastcgi`, …: how the directives that belong to it begin. */
	readonly protocol: string;
	readonly tls: boolean;
	/** Without scheme, port and path; it may hold variables. */
	readonly host: string;
	/** Null where it leads to a server of its own. */
	readonly group: string | null;
	/** The directive of that name which holds there. */
	readonly setting: (name: string) => NginxDirective | null;
	/** All directives of that name, of the innermost block that has any. */
	readonly settings: (name: string) => readonly NginxDirective[];
}

export interface NginxModel {
	readonly directives: readonly NginxDirective[];
	readonly passes: readonly NginxPass[];
	/** Of http. */
	readonly groups: readonly NginxGroup[];
	/** False for a part of a config, as files in conf.d are: what stands around it is not known. */
	readonly isWhole: boolean;
	/** What `map` makes of an empty value, by the name of its variable. */
	readonly emptyMaps: ReadonlyMap<string, string>;
}

const passing = /^(proxy|fastcgi|uwsgi|scgi|grpc)_pass$/;

export function nginxModel(directives: readonly NginxDirective[]): NginxModel {
	const placed = [...allDirectives(directives)].filter(({around}) => !around.some(({name}) => name === 'stream' || name === 'mail'));
	const groupNames = new Set(
		placed.flatMap(({directive}) => (directive.name === 'upstream' && directive.block !== null ? [directive.words[0] ?? ''] : [])),
	);
	const passes = placed.flatMap(({directive, around}) => {
		const protocol = passing.exec(directive.name)?.[1];
		return protocol === undefined ? [] : [passOf(directive, protocol, [directives, ...around.map(({block}) => block ?? [])], groupNames)];
	});
	const groups = placed
		.filter(({directive}) => directive.name === 'upstream' && directive.block !== null)
		.map(({directive}) => groupOf(directive, passes));
	return {
		directives,
		passes,
		groups,
		isWhole: directives.some(({name}) => name === 'http' || name === 'events'),
		emptyMaps: new Map(placed.flatMap(({directive}) => emptyMap(directive))),
	};
}

function passOf(
	directive: NginxDirective,
	protocol: string,
	scopes: readonly (readonly NginxDirective[])[],
	groups: ReadonlySet<string>,
): NginxPass {
	const settings = (name: string): readonly NginxDirective[] =>
		scopes.map((scope) => scope.filter((each) => each.name === name)).findLast((found) => found.length > 0) ?? [];
	const target = valueOf(directive.words[0] ?? '', settings('set'));
	const [, scheme, rest = ''] = /^(?:(https?|grpcs?|uwsgi|suwsgi):\/\/)?(.*)$/.exec(target) ?? [];
	const host = hostOf(rest);
	return {
		directive,
		protocol,
		tls: scheme === 'https' || scheme === 'grpcs' || scheme === 'suwsgi',
		host,
		group: groups.has(host) ? host : null,
		settings,
		setting: (name) => settings(name).at(-1) ?? null,
	};
}

/** Variables that the same block sets to a text are that text. */
function valueOf(target: string, sets: readonly NginxDirective[]): string {
	return target.replaceAll(
		/\$\{?(\w+)\}?/g,
		(whole, name: string) => sets.findLast(({words}) => words[0] === `$${name}`)?.words[1] ?? whole,
	);
}

function hostOf(address: string): string {
	if (address.startsWith('unix:')) return address;
	return /^(?:\[[^\]]*\]|[^/:?]*)/.exec(address)?.[0] ?? '';
}

function groupOf(directive: NginxDirective, passes: readonly NginxPass[]): NginxGroup {
	const name = directive.words[0] ?? '';
	return {
		name,
		directive,
		servers: (directive.block ?? [])
			.filter((each) => each.name === 'server')
			.map((server) => ({directive: server, host: hostOf(server.words[0] ?? ''), words: server.words.slice(1)})),
		passes: passes.filter(({group}) => group === name),
	};
}

function emptyMap({name, words, block}: NginxDirective): readonly (readonly [string, string])[] {
	const [, variable] = words;
	if (name !== 'map' || variable === undefined || block === null) return [];
	const entry = block.find((each) => each.name === '') ?? block.find((each) => each.name === 'default');
	return [[variable, entry?.words[0] ?? '']];
}

/** `max_fails` of `max_fails=3`. */
export function serverWord({words}: NginxServer, name: string): string | null {
	return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

/** Servers that take traffic while all is well. */
export function peersOf({servers}: NginxGroup): readonly NginxServer[] {
	return servers.filter(({words}) => !words.includes('backup') && !words.includes('down'));
}

/** A time that holds at a pass, its default where none is written; NaN where what is written is a variable. */
export function timeAt(pass: NginxPass, name: string, defaultMs: number): number {
	const value = pass.setting(`${pass.protocol}_${name}`)?.words.join(' ');
	return value === undefined ? defaultMs : (durationMs(value, 's') ?? NaN);
}

/** Addresses need nobody to look them up. */
export function isName(host: string): boolean {
	return host !== '' && host !== 'localhost' && !/^(?:unix:|\[|[\d.]+$)/.test(host) && !host.includes('$');
}

/** The directive as it is written, short. */
export function written({name, words}: NginxDirective): string {
	return [name, ...words].join(' ');
}
