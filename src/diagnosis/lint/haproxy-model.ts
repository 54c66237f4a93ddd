// HAProxy's config as the rules look at it: proxies with what they inherit from `defaults`, and their servers with what `default-server`
// says. Without a name of its own a proxy follows the last `defaults` before it; a `defaults` follows another one only if it names it.
import type {HaproxyLine, HaproxySection} from '../parse-haproxy-config.ts';
import {durationMs} from '../config-duration.ts';

export interface HaproxyServer {
	readonly line: HaproxyLine;
	readonly name: string;
	/** Without port and family: `10.0.0.3`, `app1`, a path for a Unix socket. */
	readonly host: string;
	/** Of `server-template`: how many it stands for. */
	readonly count: number;
	/** What a keyword says, its own before the default's; empty for one without argument, null where it is not there. */
	readonly word: (keyword: string) => string | null;
}

export interface HaproxyProxy {
	readonly section: HaproxySection;
	readonly mode: string;
	readonly servers: readonly HaproxyServer[];
	/** The line that begins with these words and holds there. */
	readonly setting: (...words: readonly string[]) => HaproxyLine | null;
	/** All of them, inherited ones too. */
	readonly settings: (...words: readonly string[]) => readonly HaproxyLine[];
	/** The `option` line, where it is on. */
	readonly option: (name: string) => HaproxyLine | null;
	/** `timeout NAME`; null where it is not set, NaN where its value is a variable. */
	readonly timeoutMs: (name: string) => number | null;
}

export interface HaproxyModel {
	readonly global: readonly HaproxySection[];
	/** Take clients: frontend and listen. */
	readonly fronts: readonly HaproxyProxy[];
	/** Have servers: backend and listen. */
	readonly backs: readonly HaproxyProxy[];
}

export function haproxyModel(sections: readonly HaproxySection[]): HaproxyModel {
	const proxies = sections
		.filter(({kind}) => ['frontend', 'backend', 'listen'].includes(kind))
		.map((section) => proxyOf(section, [section.lines, ...inherited(section, sections)]));
	return {
		global: sections.filter(({kind}) => kind === 'global'),
		fronts: proxies.filter(({section}) => section.kind !== 'backend'),
		backs: proxies.filter(({section, servers}) => section.kind !== 'frontend' && servers.length > 0),
	};
}

/** The nearest first. */
function inherited(section: HaproxySection, sections: readonly HaproxySection[]): readonly (readonly HaproxyLine[])[] {
	const before = sections.slice(0, sections.indexOf(section)).filter(({kind}) => kind === 'defaults');
	const next =
		section.from !== null ? before.findLast(({name}) => name === section.from) : section.kind === 'defaults' ? undefined : before.at(-1);
	return next === undefined ? [] : [next.lines, ...inherited(next, sections)];
}

function proxyOf(section: HaproxySection, scopes: readonly (readonly HaproxyLine[])[]): HaproxyProxy {
	const setting = (...words: readonly string[]): HaproxyLine | null =>
		scopes.map((scope) => scope.findLast((line) => begins(words, line))).find((line) => line !== undefined) ?? null;
	const settings = (...words: readonly string[]) => scopes.flatMap((scope) => scope.filter((line) => begins(words, line)));
	const option = (name: string): HaproxyLine | null => {
		const said = scopes
			.map((scope) => scope.findLast((line) => begins(['option', name], line) || begins(['no', 'option', name], line)))
			.find((line) => line !== undefined);
		return said === undefined || said.words[0] === 'no' ? null : said;
	};
	const timeoutMs = (name: string) => {
		const value = setting('timeout', name)?.words[2];
		return value === undefined ? null : (durationMs(value, 'ms') ?? NaN);
	};
	return {
		section,
		mode: setting('mode')?.words[1] ?? 'tcp',
		servers: section.lines
			.filter(({words}) => words[0] === 'server' || words[0] === 'server-template')
			.map((line) => serverOf(line, settings('default-server'))),
		setting,
		settings,
		option,
		timeoutMs,
	};
}

function begins(words: readonly string[], line: HaproxyLine): boolean {
	return words.every((word, index) => line.words[index] === word);
}

function serverOf(line: HaproxyLine, defaults: readonly HaproxyLine[]): HaproxyServer {
	const isTemplate = line.words[0] === 'server-template';
	const [, name = '', ...rest] = line.words;
	const [range = '', address = '', ...own] = isTemplate ? rest : ['', ...rest];
	const [first, last] = range.split('-');
	const words = [own, ...defaults.map((each) => each.words.slice(1))].map(keywordsOf);
	return {
		line,
		name,
		host: hostOf(address),
		count: isTemplate ? (last === undefined ? Number(first) : Number(last) - Number(first) + 1) : 1,
		word: (keyword) => {
			const said = words.find((each) => each.has(keyword) || each.has(`no-${keyword}`));
			return said?.get(keyword) ?? null;
		},
	};
}

/** Keywords of a server that are followed by a value: what follows them is no keyword itself. */
const withValue = new Set(
	`addr agent-addr agent-inter agent-port agent-send alpn ca-file check-alpn check-proto check-sni ciphers ciphersuites cookie
	crl-file crt curves downinter error-limit fall fastinter guid hash-key id init-addr inter log-bufsize log-proto max-reuse maxconn
	maxqueue minconn namespace npn observe on-error on-marked-down on-marked-up pool-conn-name pool-low-conn pool-max-conn
	pool-purge-delay port proto proxy-v2-options redir resolve-net resolve-opts resolve-prefer resolvers rise shard sigalgs slowstart
	sni socks4 source ssl-max-ver ssl-min-ver tcp-ut track usesrc verify verifyhost weight ws`.split(/\s+/),
);

function keywordsOf(words: readonly string[]): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	for (let index = 0; index < words.length; index++) {
		const keyword = words[index] ?? '';
		const hasValue = withValue.has(keyword);
		found.set(keyword, hasValue ? (words[index + 1] ?? '') : '');
		if (hasValue) index += 1;
	}

	return found;
}

function hostOf(address: string): string {
	const bare = address.replace(/^(?:ipv4|ipv6|tcp4?|tcp6|quic[46])@/, '');
	return /^(?:unix@|abns@|fd@|\/)/.test(bare) ? bare : bare.replace(/:[^:\]]*$/, '');
}

/** Addresses, sockets and variables need nobody to look them up. */
export function isNamed({host}: HaproxyServer): boolean {
	return host !== '' && host !== 'localhost' && !host.includes('$') && !/^(?:[\d.]+|\[?[\da-f]*:.*|[^@]*@.*|\/.*)$/i.test(host);
}

export function serversCount({servers}: HaproxyProxy): number {
	return servers.reduce((sum, {count}) => sum + count, 0);
}

export function title({kind, name}: HaproxySection): string {
	return name === '' ? kind : `${kind} ${name}`;
}

export function written({words}: HaproxyLine): string {
	return words.join(' ');
}
