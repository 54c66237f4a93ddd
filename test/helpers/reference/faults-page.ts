// The part of docs/faults.md that is made: every fault with its options, how fast it works, and what it needs.
import * as api from '../../../src/index.ts';
import type {Fault} from '../../../src/faults/fault.ts';
import {faults} from '../../../src/faults/faults.ts';
import {planUpstream} from '../../../src/scenario/plan-upstream.ts';
import type {ServerKind} from '../../../src/servers/server.ts';
import {makerOf, servers} from '../../../src/servers/servers.ts';
import {readSources} from '../source-file.ts';
import {buildTimeline} from '../timeline-builder.ts';
import {pageWithParts} from './made-page.ts';
import {optionsTable, readOptionDocs} from './option-docs.ts';
import type {OptionDoc} from './option-docs.ts';
import {shippedScenarios} from './shipped-scenarios.ts';
import type {ShippedScenario} from './shipped-scenarios.ts';

export const faultsPage = pageWithParts('docs/faults.md', async () => {
	const scenarios = await shippedScenarios();
	const docsOf = optionDocsByMaker();
	return {
		options: Object.keys(faults)
			.map((kind) => sectionOf(kind, docsOf(makerName(kind)), scenarios))
			.join('\n\n'),
	};
});

type Maker = (options: Readonly<Record<string, unknown>>) => Fault;

/** `slowFirstByte` for `slow-first-byte`. */
export function makerName(kind: string): string {
	return kind.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** What scenario files import to make it. */
export function makerOfFault(kind: string): Maker {
	const maker: unknown = Object.entries(api).find(([name]) => name === makerName(kind))?.[1];
	if (typeof maker !== 'function') throw new Error(`src/index.ts exports no ${makerName(kind)}, by which ${kind} is made`);
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it gives has `kind` looked at by each caller, and wrong options are what is asked about.
	return maker as Maker;
}

/** From `export function drop(options: DropOptions = {}): Fault`. */
function optionDocsByMaker(): (maker: string) => readonly OptionDoc[] {
	const docs = readOptionDocs('src/faults/*.ts');
	const signature = /^export function (\w+)\(options: ([^=)]+?)(?: = \{\})?\): Fault \{/gm;
	const types = new Map(
		readSources('src/faults/*.ts').flatMap(({code}) => [...code.matchAll(signature)].map(([, maker = '', type = '']) => [maker, type])),
	);
	return (maker) => {
		const type = types.get(maker);
		if (type === undefined) throw new Error(`no file in src/faults/ has \`export function ${maker}(options: …): Fault\``);
		return type.startsWith('Readonly<Record<string, never>>') ? [] : docs(type);
	};
}

function sectionOf(kind: string, docs: readonly OptionDoc[], scenarios: readonly ShippedScenario[]): string {
	const {summary, make} = faults[kind] ?? unreachable();
	const fault = make();
	const maker = makerOfFault(kind);
	const using = scenarios.filter((scenario) => scenario.faults.includes(kind)).map(({name}) => `[${name}](scenarios.md#${name})`);
	const {withinMs, goneWithinMs} = fault.effect;
	const lines = [
		`- **In effect** within ${withinMs} ms, gone within ${goneWithinMs} ms of its end`,
		...needsOf(fault),
		`- **In** ${using.length === 0 ? 'no shipped scenario' : using.join(', ')}`,
	];
	const options = optionsTable({
		docs,
		check: (given) => maker(given).check(topologyOf('node')),
		base: optionsOf(fault),
	});
	return [
		`### ${kind}`,
		'',
		`\`${makerName(kind)}()\`: ${summary}.`,
		'',
		...lines,
		'',
		docs.length === 0 ? 'It has no options.' : options,
	].join('\n');
}

function optionsOf(fault: Fault): Readonly<Record<string, unknown>> {
	return fault.kind === 'sequence' ? {parts: [{fault: api.hang()}]} : fault.options;
}

/** Two apps of a kind with its defaults, behind a plain gateway. */
function topologyOf(kind: string): Parameters<Fault['check']>[0] {
	const upstreams = [0, 1].map((index) => planUpstream({kind}, {index, aliases: [], file: '', hasDatabase: false, problems: []}));
	return {upstreams, gateway: buildTimeline().plan.gateway};
}

function needsOf(fault: Fault): readonly string[] {
	const {network = [], links = [], gateway} = fault.needs ?? {};
	const refusals = Object.values(servers).map((server) => ({server, problems: fault.check(topologyOf(server.name))}));
	// What a kind cannot do at all is a problem more than what it lacks by default.
	const fewest = Math.min(...refusals.map(({problems}) => problems.length));
	const closest = refusals.filter(({problems}) => problems.length === fewest);
	const lacking = (closest[0] ?? unreachable()).problems.map(({message}) => message).join('; ');
	// What is to be written may be what a kind cannot be told.
	const able = closest.filter(({server}) => canBeTold(server, lacking));
	const kinds = able.length === refusals.length ? 'any' : able.map(({server}) => `\`${makerOf(server)}()\``).join(', ');
	const kernel = [...new Set(network.flatMap((need) => need.kernel))];
	return [
		`- **Apps**: ${kinds}${lacking === '' ? '' : `, and not as they are by default: ${lacking}`}`,
		...(kernel.length === 0
			? []
			: [`- **Kernel**: ${kernel.map((feature) => `\`${feature}\``).join(', ')}, in the network namespace of a part`]),
		...(links.length === 0 ? [] : ['- **Link**: a Toxiproxy between the gateway and each upstream that it names']),
		...(gateway === undefined
			? []
			: [
					`- **Gateway**: its container has limits from its start on (${Object.keys(gateway)
						.map((name) => `\`${name}\``)
						.join(', ')})`,
				]),
	];
}

/** Whether a kind has the options that a sentence tells to write. */
function canBeTold({lacks, listens}: ServerKind, sentence: string): boolean {
	const isLacked = Object.keys(lacks).some((option) => new RegExp(String.raw`\b${option}:`).test(sentence));
	return !isLacked && (!sentence.includes("listen: 'unix'") || listens.includes('unix'));
}

function unreachable(): never {
	throw new Error('a table of the code is empty');
}
