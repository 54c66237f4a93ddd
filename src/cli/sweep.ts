// `gatequake sweep`: removes what runs left that are dead.
import {exitCodes} from '../error.ts';
import {connectEngine} from '../runtime/engine.ts';
import {connectNamed} from '../runtime/named-engine.ts';
import {sweep} from '../runtime/sweep.ts';
import {flagHelp, readArguments} from './arguments.ts';
import type {Command} from './command.ts';

const flags = {
	kept: {help: 'also removes runs left up by --keep'},
	'generator-engine': {value: 'ADDRESS', help: 'there instead, where generators of other runs stood; repeatable', repeatable: true},
};

export const sweepCommand: Command = {
	summary: 'removes what dead runs left behind',
	help: `Usage: gatequake sweep [--kept] [--generator-engine ADDRESS]…

Removes containers, networks and volumes of runs whose owner is gone. Runs that are alive are never touched.

${flagHelp(flags)}

Examples:
  gatequake sweep
  gatequake sweep --kept
`,
	async run({argv, stdout}) {
		const {flags: given} = readArguments(argv, flags, 'sweep');
		const named = given.get('generator-engine');
		const engines = named === undefined ? [await connectEngine()] : await Promise.all(named.map(async (name) => await connectNamed(name)));
		const swept = (await Promise.all(engines.map(async ({docker}) => await sweep(docker, {kept: given.has('kept')})))).flat();
		stdout.write(swept.length === 0 ? 'nothing to sweep\n' : `${swept.map((run) => `removed run ${run.runId}`).join('\n')}\n`);
		return exitCodes.pass;
	},
};
