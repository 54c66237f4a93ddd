// Beside each cause of a gateway's, what its config says now of the directives that the advice names.
import type {LogCause, LogDiagnosis, Setting} from './log-diagnosis.ts';
import {isBehind} from './logs/behind.ts';
import {parseHaproxyConfig} from './parse-haproxy-config.ts';
import {allDirectives, readNginxConfig} from './read-nginx-config.ts';

/** `name`: as advice names it. */
type Named = Setting & {readonly name: string};

/** By gateway: a config in the words in which the gateway itself tells it, or the file. */
const readers = {
	nginx: nginxSettings,
	'ingress-nginx': nginxSettings,
	haproxy: haproxySettings,
	varnish: varnishSettings,
} as const satisfies Readonly<Record<string, (text: string) => readonly Named[]>>;

export type ConfiguredGateway = keyof typeof readers;

export function isConfigured(gateway: string): gateway is ConfiguredGateway {
	return Object.hasOwn(readers, gateway);
}

export function withSettings(diagnosis: LogDiagnosis, gateway: ConfiguredGateway, configText: string): LogDiagnosis {
	const all = readers[gateway](configText);
	const add = (cause: LogCause): LogCause => (isBehind(cause) ? cause : {...cause, settings: settingsOf(cause, all)});
	return {...diagnosis, causes: diagnosis.causes.map(add), alsoSeen: diagnosis.alsoSeen.map(add)};
}

function settingsOf({change}: LogCause, all: readonly Named[]): readonly Setting[] {
	const isNamed = new Map<string, boolean>();
	return all
		.filter(({name}) => {
			const known = isNamed.get(name) ?? names(change, name);
			isNamed.set(name, known);
			return known;
		})
		.slice(0, 20)
		.map(({directive, value, where}) => ({directive, value, where}));
}

/** As a whole: `maxconn` is not in `pool-maxconn`. */
function names(change: string, name: string): boolean {
	const [before = '', ...after] = change.split(name);
	let left = before;
	return after.some((right) => {
		const isWhole = !/[\w-]$/.test(left) && !/^[\w-]/.test(right);
		left += name + right;
		return isWhole;
	});
}

/** Single words are too plain: advice has them in other meanings. */
function nginxSettings(text: string): readonly Named[] {
	// Where the config is no dump, what it includes is not at hand.
	const {directives: tree} = readNginxConfig({name: null, text}, () => null);
	return [...allDirectives(tree)]
		.filter(({directive: {name}}) => name.includes('_'))
		.map(({directive: {name, words, line, file}, around}) => ({
			name,
			directive: name,
			value: words.join(' '),
			where: `${placeOf(file, line)}, in ${around.at(-1)?.name ?? 'main'}`,
		}));
}

/** Keywords that mean nothing without the word behind them. */
const twoWords = new Set(['timeout', 'option', 'hold', 'stats', 'http-check']);

function haproxySettings(text: string): readonly Named[] {
	return parseHaproxyConfig([{name: null, text}]).sections.flatMap(({kind, name: section, lines}) =>
		lines.map(({words, line, file}): Named => {
			const [keyword = '', second = ''] = words;
			const count = twoWords.has(keyword) ? 2 : 1;
			const directive = words.slice(0, count).join(' ');
			return {
				name: keyword === 'server' ? 'server line' : count === 2 ? `${keyword} ${second}` : keyword,
				directive,
				value: words.slice(count).join(' '),
				where: `${placeOf(file, line)}, in ${kind}${section === '' ? '' : ` ${section}`}`,
			};
		}),
	);
}

/** VCL as it is, or as `vcl.show -v` prints it, and what `param.show` prints. */
function varnishSettings(text: string): readonly Named[] {
	let file: string | null = null;
	let line = 0;
	return text.split('\n').flatMap((words): readonly Named[] => {
		line++;
		const opened = /^\/\/ VCL\.SHOW \d+ \d+ (.+)$/.exec(words)?.[1];
		if (opened !== undefined) {
			[file, line] = [opened, 0];
			return [];
		}

		const [, directive, value = ''] = /^\s*(?:set\s+)?(\.[a-z_]+|beresp\.[a-z_]+)\s*=\s*([^;]+);/.exec(words) ?? [];
		if (directive !== undefined) return [{name: directive, directive, value, where: placeOf(file, line)}];
		const [, parameter, set = ''] = /^([a-z][a-z_]+_[a-z_]+)\s{1,}(\S.*)$/.exec(words) ?? [];
		return parameter === undefined ? [] : [{name: parameter, directive: parameter, value: set, where: 'param.show'}];
	});
}

function placeOf(file: string | null, line: number): string {
	return `${file === null ? '' : `${file}, `}line ${line}`;
}
