// `gatequake list`: the scenarios, faults, expectations and gateways there are.
import {exitCodes} from '../error.ts';
import {faults} from '../faults/faults.ts';
import {loadProject} from '../scenario/load-project.ts';
import {loadScenarios} from '../scenario/load-scenario.ts';
import {readArguments} from './arguments.ts';
import type {Command} from './command.ts';

export const list: Command = {
	summary: 'what there is: scenarios, faults, expectations, gateways',
	help: `Usage: gatequake list

Lists the shipped scenarios with their titles, and the faults, expectations and gateways that scenario files can use.

Examples:
  gatequake list
  gatequake list | grep oom
`,
	async run({argv, cwd, stdout}) {
		readArguments(argv, {}, 'list');
		const scenarios = await loadScenarios([], cwd);
		const {gateways, rules} = await loadProject(cwd);
		const sections: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
			['scenarios', scenarios.map(({name, scenario}) => [name, scenario.title])],
			['faults', Object.entries(faults).map(([name, {summary}]) => [name, summary])],
			['expectations', rules.map(({kind, summary}) => [kind, summary])],
			['gateways', Object.keys(gateways).map((name) => [name, ''])],
		];
		for (const [title, rows] of sections) {
			const width = Math.max(...rows.map(([name]) => name.length)) + 2;
			stdout.write(`${title}\n${rows.map(([name, text]) => `  ${name.padEnd(width)}${text}`.trimEnd()).join('\n')}\n`);
		}

		return exitCodes.pass;
	},
};
