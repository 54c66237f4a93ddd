// Where a Caddyfile leads. Its blocks are read line by line: `reverse_proxy [matcher] upstream…`, alone or within `handle` and `route`.
import {targetIn, targetsOf} from './targets.ts';
import type {NotUsable, Target, Targets} from './targets.ts';

interface Proxy {
	readonly path: string | null;
	readonly addresses: readonly string[];
}

export function caddyTargets(text: string): Targets | NotUsable {
	const {site, proxies} = blocksOf(text);
	if (site === null || !/^(?:http:\/\/)?:\d+$|^http:\/\/$/.test(site)) {
		return {because: `serves ${site ?? 'no site'}, where Gatequake asks by another name and in plain HTTP: write :80 there`};
	}

	const targets = proxies.map(({path, addresses}) => ({path, found: addresses.map((address) => targetIn(address, 80))}));
	const unread = proxies.find((_, index) => targets[index]?.found.includes(null));
	if (unread !== undefined) {
		return {because: `names an upstream in a way that only Caddy can read: ${unread.addresses.join(' ')}`};
	}

	if (proxies.some(({addresses}) => addresses.some((address) => address.startsWith('https://')))) {
		return {because: 'speaks TLS to an upstream, and `gatequake init` writes apps that speak plain HTTP'};
	}

	const known = targets.map(({path, found}) => ({path, found: found.filter((target): target is Target => target !== null)}));
	const chosen = known.find(({path}) => path === '/') ?? known.find(({path}) => path !== null);
	return chosen === undefined
		? {because: 'has no reverse_proxy'}
		: targetsOf({
				pool: chosen.found,
				all: known.flatMap(({found}) => found),
				path: `${chosen.path === '/' ? '' : (chosen.path ?? '').replace(/\/?\*$/, '')}/items`,
			});
}

function blocksOf(text: string): {readonly site: string | null; readonly proxies: readonly Proxy[]} {
	const open: string[][] = [];
	const proxies: Proxy[] = [];
	let site: string | null = null;
	for (const line of text.split('\n')) {
		const words = line
			.replace(/(^|\s)#.*$/, '$1')
			.trim()
			.split(/\s+/)
			.filter(Boolean);
		if (words[0] === '}') {
			open.pop();
			continue;
		}

		const opens = words.at(-1) === '{';
		const said = opens ? words.slice(0, -1) : words;
		if (site === null && open.length === 0 && said.length > 0) site = (said[0] ?? '').replace(/,$/, '');
		if (said[0] === 'reverse_proxy') proxies.push(proxyOf(said.slice(1), open));
		const within = open.at(-1) ?? [];
		if (said[0] === 'to' && within[0] === 'reverse_proxy')
			proxies.push(proxyOf([...within.slice(1, 2).filter(isMatcher), ...said.slice(1)], open));
		if (opens) open.push(said);
	}

	return {site, proxies: proxies.filter(({addresses}) => addresses.length > 0)};
}

function proxyOf(words: readonly string[], open: readonly (readonly string[])[]): Proxy {
	const own = isMatcher(words[0]) ? words[0] : undefined;
	const around = open.find(([name]) => /^(?:handle|handle_path|route)$/.test(name ?? ''))?.[1];
	const matcher = own ?? around;
	const path = matcher === undefined || matcher === '*' ? '/' : matcher.startsWith('/') && /^[^*]+\/?\*$/.test(matcher) ? matcher : null;
	return {path, addresses: own === undefined ? words : words.slice(1)};
}

function isMatcher(word: string | undefined): word is string {
	return word !== undefined && /^[/@*]/.test(word);
}
