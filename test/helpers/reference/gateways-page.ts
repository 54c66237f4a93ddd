// The parts of docs/gateways.md that are made: the neutral options, and what the code says of each gateway.
import type {GatewayKind} from '../../../src/gateways/gateway.ts';
import {gateways} from '../../../src/gateways/gateways.ts';
import {defaultGatewayOptions} from '../../../src/scenario/defaults.ts';
import {checkGatewayOptions} from '../../../src/scenario/validate-scenario.ts';
import {literal} from './literal.ts';
import {pageWithParts, table} from './made-page.ts';
import {optionsTable, readOptionDocs} from './option-docs.ts';

export const gatewaysPage = pageWithParts('docs/gateways.md', async () => ({
	options: optionsTable({
		docs: readOptionDocs('src/scenario/*.ts')('GatewayOptions'),
		check: (options) => checkGatewayOptions(options, 'gateway'),
		base: {},
		defaults: defaultGatewayOptions,
	}),
	places: placesTable(),
	lacks: Object.values(gateways).map(lacksOf).join('\n\n'),
}));

function placesTable(): string {
	return table(
		['gateway', 'its config (`--config`)', 'port', 'its logs', 'reload', 'worker processes', 'capabilities'],
		Object.values(gateways).map(({name, configPath, port, logDirectory, reload, workers = [], capabilities}) => [
			`\`${name}\``,
			`\`${configPath}\``,
			String(port),
			`\`${logDirectory}\``,
			reloadOf(reload),
			workers.map((worker) => `\`${worker}\``).join(', ') || 'none',
			capabilities.join(', ') || 'none',
		]),
	);
}

/** A script of its own is not for a table. */
function reloadOf(reload: GatewayKind['reload']): string {
	if ('signal' in reload) return reload.signal;
	return reload.command[0] === 'sh' ? 'a command in its container' : `\`${reload.command.join(' ')}\``;
}

function lacksOf({name, lacks, over = {}}: GatewayKind): string {
	const rows = [
		...Object.entries(lacks).map(([option, reason]) => [`\`${option}\``, 'always', reason]),
		...Object.entries(over).flatMap(([protocol, other]) => [
			...Object.entries(other.lacks ?? {}).map(([option, reason]) => [`\`${option}\``, `over ${protocol}`, reason]),
			...Object.entries(other.fixed ?? {}).map(([option, {value, because}]) => [
				`\`${option}\``,
				`over ${protocol} it is ${literal(value)}`,
				because,
			]),
		]),
	];
	return `**${name}**${rows.length === 0 ? ' can be told all of them.' : `\n\n${table(['what it lacks', 'when', 'why'], rows)}`}`;
}
