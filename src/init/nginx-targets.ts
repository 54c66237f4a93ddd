// Where an nginx config leads, read by nginx's own grammar, with what it includes from the same folder.
import {allDirectives, readNginxConfig} from '../diagnosis/read-nginx-config.ts';
import type {NginxDirective} from '../diagnosis/parse-nginx-config.ts';
import type {IncludedTexts, PlacedDirective} from '../diagnosis/read-nginx-config.ts';
import {targetIn, targetsOf} from './targets.ts';
import type {NotUsable, Target, Targets} from './targets.ts';

/** `included` gives the texts behind the words of an `include`. */
export function nginxTargets(name: string, text: string, included: IncludedTexts): Targets | NotUsable {
	const {directives, problems} = readNginxConfig({name, text}, included);
	const [problem] = problems;
	if (problem !== undefined) {
		return {because: `cannot be read: line ${problem.line}: ${problem.problem}`};
	}

	const placed = [...allDirectives(directives)].filter(({around}) => !around.some((block) => block.name === 'stream'));
	const other = placed.find(({directive}) => /^(?:fastcgi|uwsgi|scgi|grpc)_pass$/.test(directive.name));
	if (other !== undefined) {
		return {because: `passes requests on with ${other.directive.name}, and \`gatequake init\` knows proxy_pass only`};
	}

	const groups = new Map(
		placed.flatMap(({directive}) => (directive.name === 'upstream' ? [[directive.words[0] ?? '', serversOf(directive)]] : [])),
	);
	const passes = placed.flatMap((each) => (each.directive.name === 'proxy_pass' ? [passOf(each, groups)] : []));
	const bad = passes.find(({because}) => because !== null);
	const server = placed.find(
		({directive, around}) => directive.name === 'server' && directive.block !== null && around.at(-1)?.name !== 'upstream',
	);
	if (bad !== undefined || server === undefined) {
		return {because: bad?.because ?? 'has no server block'};
	}

	if (
		server.directive.block?.some(
			(inner) => inner.name === 'listen' && (inner.words.includes('ssl') || /^(?:.*:)?443$/.test(inner.words[0] ?? '')),
		)
	) {
		return {because: 'speaks TLS to clients in its first server block: its certificates are made for other names'};
	}

	const served = passes.filter(({around}) => around.includes(server.directive));
	const chosen = served.find(({path}) => path === '/') ?? served.find(({path}) => path !== null);
	return chosen === undefined
		? {because: 'passes nothing on from its first server block'}
		: targetsOf({
				pool: chosen.targets,
				all: [...passes.flatMap(({targets}) => targets), ...[...groups.values()].flat()],
				path: `${chosen.path === '/' ? '' : (chosen.path ?? '').replace(/\/$/, '')}/items`,
			});
}

interface Pass {
	readonly targets: readonly Target[];
	/** Of its location; null where that is a pattern. */
	readonly path: string | null;
	readonly around: readonly NginxDirective[];
	readonly because: string | null;
}

function passOf({directive, around}: PlacedDirective, groups: ReadonlyMap<string, readonly Target[]>): Pass {
	const [word = ''] = directive.words;
	const [, scheme, name = ''] = /^(https?):\/\/([^/]+)/.exec(word) ?? [];
	const group = groups.get(name);
	const target = targetIn(name, 80);
	const targets = group ?? (target === null ? [] : [target]);
	const location = around.findLast((block) => block.name === 'location')?.words ?? ['/'];
	const [first = '/', second] = location;
	const path = second === undefined ? first : first === '^~' ? second : null;
	const because =
		scheme === 'https'
			? `speaks TLS to ${name}, and \`gatequake init\` writes apps that speak plain HTTP`
			: targets.length === 0
				? `says where to pass requests on in a way that only nginx can read (line ${directive.line}: proxy_pass ${word})`
				: null;
	return {targets, path: path?.startsWith('/') === true ? path : null, around, because};
}

function serversOf({block}: NginxDirective): readonly Target[] {
	return (block ?? []).flatMap(({name, words}) => {
		const target = name === 'server' ? targetIn(words[0] ?? '', 80) : null;
		return target === null ? [] : [target];
	});
}
