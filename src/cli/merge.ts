// `gatequake merge`: joins the reports of shards, with what their runs saved, into one.
import {GatequakeError} from '../error.ts';
import {flagHelp, readArguments} from './arguments.ts';
import type {Flag} from './arguments.ts';
import type {Command} from './command.ts';
import {joinedReporters, mergeInto} from './merge-into.ts';

const flags: Readonly<Record<string, Flag>> = {
	output: {value: 'DIR', help: 'where the joined report goes (default reports/<time>-<id>/)'},
	reporter: joinedReporters,
};

export const mergeCommand: Command = {
	summary: 'joins the reports of shards into one',
	help: `Usage: gatequake merge REPORT REPORT… [flags]

Joins reports of one version of gatequake, in the order of their plan, and copies what their runs saved. A run that is in several counts
once. Shards and runs that are missing are named, and are an error of the joined report. Its exit code is the exit code of this command.

${flagHelp(flags)}

Examples:
  gatequake merge /tmp/shard1 /tmp/shard2 --output /tmp/joined
  gatequake merge /tmp/shard*/report.json --reporter console,markdown
`,
	async run(context) {
		const {words, flags: given} = readArguments(context.argv, flags, 'merge');
		if (words.length === 0) {
			throw new GatequakeError('expected reports to join, and none came', {
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
				hint: 'gatequake merge shard1 shard2 --output joined',
			});
		}

		return await mergeInto({words, output: given.get('output')?.[0], reporters: given.get('reporter')?.[0]}, context);
	},
};
