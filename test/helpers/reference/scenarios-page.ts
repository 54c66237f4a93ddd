// docs/scenarios.md: every shipped scenario, from its file.
import type {Expectation} from '../../../src/expectations/expectation.ts';
import type {GatewayDifference, Scenario} from '../../../src/scenario/scenario.ts';
import {servers, makerOf, serverOf} from '../../../src/servers/servers.ts';
import {call, literal} from './literal.ts';
import {pageWithParts, table} from './made-page.ts';
import {shippedScenarios} from './shipped-scenarios.ts';
import type {ShippedScenario} from './shipped-scenarios.ts';

export const scenariosPage = pageWithParts('docs/scenarios.md', async () => {
	const scenarios = await shippedScenarios();
	return {tags: tagsTable(scenarios), scenarios: scenarios.map(sectionOf).join('\n\n')};
});

/** A scenario stands under each of its tags. */
function tagsTable(scenarios: readonly ShippedScenario[]): string {
	const tags = Map.groupBy(
		scenarios.flatMap(({name, scenario}) => (scenario.tags ?? []).map((tag) => ({tag, name}))),
		({tag}) => tag,
	);
	return table(
		['tag', 'scenarios'],
		[...tags]
			.toSorted(([a], [b]) => a.localeCompare(b))
			.map(([tag, entries]) => [`\`${tag}\``, entries.map(({name}) => linkTo(name)).join(', ')]),
	);
}

export function linkTo(name: string): string {
	return `[${name}](#${name})`;
}

function sectionOf({name, scenario, story, faults, skipped}: ShippedScenario): string {
	const {title, tags = [], differs = {}, failsWithoutFault = []} = scenario;
	const items = [
		`**Parts**: ${partsOf(scenario)}`,
		...(scenario.load === undefined ? [] : [`**Load**: \`${literal(scenario.load)}\``]),
		`**Fault**: ${faultOf(scenario, faults)}; windows ${windowsOf(scenario)}`,
		`**Expected**: ${callsOf(scenario.expect)}`,
		failsWithoutFault.length === 0
			? '**Withheld**: there is nothing to withhold, or no expectation that hangs on it'
			: `**Withheld**: ${namesOf(failsWithoutFault)} must fail`,
		...Object.entries(differs).flatMap(([gateway, difference]) => differenceOf(gateway, difference)),
		...skipped.map(({gateway, because}) => `**Not on ${gateway}**: ${because}`),
	];
	return [
		`### ${name}`,
		'',
		`${title} (${tags.map((tag) => `\`${tag}\``).join(', ')}; [file](../scenarios/${name}.ts))`,
		'',
		story,
		'',
		...items.map((item) => `- ${item}`),
	].join('\n');
}

function partsOf({topology: {upstreams, gateway, inner = []}}: Scenario): string {
	const apps = upstreams.map(({kind, ...options}) => `\`${call(makerOf(servers[kind] ?? serverOf({kind})), options)}\``);
	const told = gateway === undefined || Object.keys(gateway).length === 0 ? '' : `; the gateway has \`${literal(gateway)}\``;
	const behind = inner.map((one) => `\`${literal(one)}\``);
	return `${counted(apps)}${behind.length === 0 ? '' : `; behind the gateway ${counted(behind)}`}${told}`;
}

/** What comes several times is said once. */
function counted(words: readonly string[]): string {
	return [...Map.groupBy(words, (word) => word)].map(([word, same]) => (same.length === 1 ? word : `${same.length} × ${word}`)).join(', ');
}

function faultOf({fault}: Scenario, kinds: readonly string[]): string {
	return fault === null ? 'none' : `${fault.describe} (${kinds.map((kind) => `[${kind}](faults.md#${kind})`).join(', ')})`;
}

function windowsOf({phases: {baselineMs, faultMs, recoveryMs}}: Scenario): string {
	return `${baselineMs}, ${faultMs} and ${recoveryMs} ms`;
}

function callsOf(expectations: readonly Expectation[]): string {
	return expectations.map(({kind, name, options}) => `\`${call(kind, name === undefined ? options : {...options, name})}\``).join(', ');
}

/** What is skipped by the scenario itself stands among all that is skipped. */
function differenceOf(gateway: string, difference: GatewayDifference): readonly string[] {
	if ('skip' in difference) return [];
	const {because, expect, failsWithoutFault} = difference;
	const withheld = failsWithoutFault === undefined ? '' : `; withheld, ${namesOf(failsWithoutFault)} must fail`;
	return [`**Otherwise on ${gateway}**: ${because}; expected there: ${callsOf(expect)}${withheld}`];
}

function namesOf(names: readonly string[]): string {
	return names.map((name) => `\`${name}\``).join(', ');
}
