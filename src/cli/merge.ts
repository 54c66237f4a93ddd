// `gatequake merge`: joins the reports of shards, with what their runs saved, into one.
import {isBucketName} from '../collect/find-bucket.ts';
import {GatequakeError} from '../error.ts';
import {flagHelp, readArguments} from './arguments.ts';
import type {Flag} from './arguments.ts';
import type {Command} from './command.ts';
import {fetchFrom} from './fetch-from.ts';
import {mergeArrived} from './merge-arrived.ts';
import {joinedReporters, mergeInto} from './merge-into.ts';

const flags: Readonly<Record<string, Flag>> = {
	output: {value: 'DIR', help: 'where the joined report goes (default reports/<time>-<id>/)'},
	reporter: joinedReporters,
};

export const mergeCommand: Command = {
	summary: 'joins the reports of shards into one',
	help: `Usage: gatequake merge REPORT REPORT… [flags]
       gatequake merge s3://BUCKET/FOLDER [flags]

Joins reports of one version of gatequake, in the order of their plan, and copies what their runs saved. A run that is in several counts
once. Shards and runs that are missing are named, and are an error of the joined report. Its exit code is the exit code of this command.
From a bucket it takes the shards that are whole there now; \`gatequake collect s3://…\` waits for all of them.

${flagHelp(flags)}

Examples:
  gatequake merge /tmp/shard1 /tmp/shard2 --output /tmp/joined
  gatequake merge /tmp/shard*/report.json --reporter console,markdown
  gatequake merge s3://reports/nightly --output /tmp/joined
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

		const [output, reporters] = [given.get('output')?.[0], given.get('reporter')?.[0]];
		if (!words.some(isBucketName)) return await mergeInto({words, output, reporters}, context);
		const [bucket = ''] = words;
		if (words.length > 1) {
			throw new GatequakeError(`expected one bucket, or reports on this machine, and ${words.length} words came`, {
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
				hint: 'all shards of a plan are sent into one folder of a bucket',
			});
		}

		const order = await fetchFrom(bucket, {output, withinMs: 0, mostBytes: null}, context);
		return await mergeArrived({...order, reporters}, context);
	},
};
