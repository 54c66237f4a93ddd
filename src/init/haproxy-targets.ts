// Where a config of HAProxy leads, read by its own grammar.
import {parseHaproxyConfig} from '../diagnosis/parse-haproxy-config.ts';
import type {HaproxySection} from '../diagnosis/parse-haproxy-config.ts';
import {targetIn, targetsOf} from './targets.ts';
import type {NotUsable, Target, Targets} from './targets.ts';

export function haproxyTargets(name: string, text: string): Targets | NotUsable {
	const {sections, problems} = parseHaproxyConfig([{name, text}]);
	const [problem] = problems;
	if (problem !== undefined) {
		return {because: `cannot be read: line ${problem.line}: ${problem.problem}`};
	}

	const front = sections.find(({kind}) => kind === 'frontend' || kind === 'listen');
	if (front === undefined) {
		return {because: 'has neither a frontend nor a listen section'};
	}

	if (wordsOf(front, 'bind').some((words) => words.includes('ssl'))) {
		return {because: 'speaks TLS to clients in its first frontend: its certificates are made for other names'};
	}

	if (
		![front, ...sections.filter(({kind}) => kind === 'defaults')].some((section) =>
			wordsOf(section, 'mode').some(([, mode]) => mode === 'http'),
		)
	) {
		return {because: 'passes connections on, not requests (no `mode http`)'};
	}

	const servers = sections.flatMap((section) => wordsOf(section, 'server').map((words) => ({section, words})));
	const tls = servers.find(({words}) => words.includes('ssl'));
	if (tls !== undefined) {
		return {because: `speaks TLS to ${tls.words[2]}, and \`gatequake init\` writes apps that speak plain HTTP`};
	}

	const backend = wordsOf(front, 'default_backend')[0]?.[1] ?? wordsOf(front, 'use_backend')[0]?.[1];
	const serving =
		front.kind === 'listen' && backend === undefined
			? front
			: sections.find((section) => section.kind === 'backend' && section.name === backend);
	return targetsOf({
		pool: servers.flatMap(({section, words}) => (section === serving ? targetOf(words) : [])),
		all: servers.flatMap(({words}) => targetOf(words)),
		path: '/items',
	});
}

function wordsOf({lines}: HaproxySection, keyword: string): readonly (readonly string[])[] {
	return lines.filter(({words}) => words[0] === keyword).map(({words}) => words);
}

function targetOf(words: readonly string[]): readonly Target[] {
	const target = targetIn((words[2] ?? '').replace(/^ipv4@/, ''), 80);
	return target === null ? [] : [target];
}
