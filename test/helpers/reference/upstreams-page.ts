// docs/upstreams.md: every kind of app server, and what one can be told.
import {defaultUpstream} from '../../../src/scenario/defaults.ts';
import {validateScenario} from '../../../src/scenario/validate-scenario.ts';
import type {ServerKind} from '../../../src/servers/server.ts';
import {makerOf, servers} from '../../../src/servers/servers.ts';
import {pageWithParts, table} from './made-page.ts';
import {optionsTable, readOptionDocs} from './option-docs.ts';
import type {Check} from './option-docs.ts';
import {shippedScenarios} from './shipped-scenarios.ts';
import type {ShippedScenario} from './shipped-scenarios.ts';

/** What the kind of a server decides, or its place. */
const decided = ['name', 'kind', 'protocol', 'abilities'];

export const upstreamsPage = pageWithParts('docs/upstreams.md', async () => {
	const scenarios = await shippedScenarios();
	return {
		kinds: Object.values(servers)
			.map((server) => sectionOf(server, scenarios))
			.join('\n\n'),
		options: optionsTable({
			docs: readOptionDocs('src/scenario/*.ts')('UpstreamPlan').filter(({name}) => !decided.includes(name)),
			check: checkUpstream,
			base: {kind: 'node'},
			defaults: defaultUpstream,
			hidden: ['kind'],
		}),
	};
});

const checkUpstream: Check = (upstream) => {
	const checked = validateScenario({
		title: 'a scenario',
		topology: {upstreams: [upstream]},
		phases: {baselineMs: 1, faultMs: 1, recoveryMs: 1},
		fault: null,
		expect: [{kind: 'noErrors', options: {}}],
	});
	return checked.ok ? [] : checked.problems;
};

function sectionOf(server: ServerKind, scenarios: readonly ShippedScenario[]): string {
	const {name, summary, protocol, listens, abilities, lacks, reloadSignal, hotRestartSignal} = server;
	const using = scenarios.filter(({scenario}) => scenario.topology.upstreams.some(({kind}) => kind === name));
	const items = [
		`**Speaks** ${protocol}, on ${listens.map((place) => (place === 'tcp' ? 'a port' : 'a Unix socket')).join(' or ')}`,
		`**Can be asked to** ${abilities.map((ability) => `\`${ability}\``).join(', ')}`,
		...(reloadSignal === null
			? []
			: [`**Reload** by ${reloadSignal}${hotRestartSignal === null ? '' : `, hot restart by ${hotRestartSignal}`}`]),
		`**In** ${using.length > 20 ? `${using.length} scenarios` : using.map((scenario) => `[${scenario.name}](scenarios.md#${scenario.name})`).join(', ') || 'no shipped scenario'}`,
	];
	const missing = Object.entries(lacks).map(([option, reason]) => [`\`${option}\``, reason]);
	return [
		`### ${name}`,
		'',
		`\`${makerOf(server)}()\`: ${summary}.`,
		'',
		...items.map((item) => `- ${item}`),
		...(missing.length === 0 ? [] : ['', table(['cannot be told', 'why'], missing)]),
	].join('\n');
}
