// `gatequake collect`: waits for the reports of all shards of a plan, and joins them.
import {randomBytes} from 'node:crypto';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {startCollector} from '../collect/collector.ts';
import type {Collector} from '../collect/collector.ts';
import {isBucketName} from '../collect/find-bucket.ts';
import {GatequakeError} from '../error.ts';
import {defaultReportFolder, makeReportFolder, newRunId} from '../run/report-folder.ts';
import {flagHelp, numberFlag, readArguments} from './arguments.ts';
import type {Flag} from './arguments.ts';
import type {Command} from './command.ts';
import {fetchFrom} from './fetch-from.ts';
import {mergeArrived} from './merge-arrived.ts';
import {joinedReporters} from './merge-into.ts';

const flags: Readonly<Record<string, Flag>> = {
	listen: {
		value: 'HOST:PORT',
		help: 'where shards send to (default 0.0.0.0:7420); plain HTTP: within a private network, or behind a proxy that speaks TLS',
		check: (value) => (/^.+:\d{1,5}$/.test(value) && Number(value.split(':').at(-1)) <= 65_535 ? null : 'must be HOST:PORT'),
	},
	output: {value: 'DIR', help: 'where the joined report goes, and what has come until then (default reports/<time>-<id>/)'},
	within: {
		value: 'MINUTES',
		help: 'joins what has come by then, and names what has not (default 120)',
		check: numberFlag({min: 0.01, max: 100_000}),
	},
	'max-mib': {value: 'N', help: 'takes so many MiB in all (default: what the disk has)', check: numberFlag({min: 0.001, max: 10_000_000})},
	reporter: joinedReporters,
};

export const collectCommand: Command = {
	summary: 'takes the reports of shards over HTTP or from an S3 bucket, and joins them when all have come',
	help: `Usage: gatequake collect [flags]
       gatequake collect s3://BUCKET/FOLDER [flags]

Takes the reports that \`gatequake run --shard … --send URL\` sends, from whoever knows the token: GATEQUAKE_TOKEN, or a new one that is printed.
When all shards of the plan have come it joins them, as \`gatequake merge\` does, and ends with the exit code of the joined report. Shards that
have not come within the time are named, and the joined report is not green without them. A shard that comes twice counts once. Stopped in
between, it goes on where it was with the same --output.

With a bucket it listens nowhere, and takes from there what \`gatequake run --shard … --send s3://…\` has put into it. The variables that it wants
are those of \`gatequake send --help\`.

${flagHelp(flags)}

Examples:
  GATEQUAKE_TOKEN=… gatequake collect --output reports/nightly --within 240
  gatequake collect --listen 10.0.0.5:7420
  gatequake collect s3://reports/nightly --within 240
`,
	async run(context) {
		const {words, flags: given} = readArguments(context.argv, flags, 'collect');
		const [bucket] = words;
		if (words.length > 1 || (bucket !== undefined && !isBucketName(bucket))) {
			throw new GatequakeError(`expected flags, and at most one s3://BUCKET/FOLDER; \`${words.join(' ')}\` came`, {
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
			});
		}

		const one = (name: string) => given.get(name)?.[0];
		if (bucket !== undefined && one('listen') !== undefined) {
			throw new GatequakeError(
				`expected a bucket or a place to listen at: --listen is for shards that send over HTTP, and ${bucket} came`,
				{
					code: 'BAD_ARGUMENTS',
					exitCode: 2,
				},
			);
		}

		const {cwd, env, stdout, signal} = context;
		const [output, reporters, mostBytes] = [one('output'), one('reporter'), mebibytes(one('max-mib'))];
		const withinMs = Number(one('within') ?? 120) * 60_000;
		if (bucket !== undefined)
			return await mergeArrived({...(await fetchFrom(bucket, {output, withinMs, mostBytes}, context)), reporters}, context);
		const folder = await makeReportFolder(
			output === undefined ? defaultReportFolder(cwd, new Date(), newRunId()) : path.resolve(cwd, output),
		);
		const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(one('listen') ?? '0.0.0.0:7420') ?? [];
		const known = env['GATEQUAKE_TOKEN'] || null;
		const token = known ?? randomBytes(24).toString('base64url');
		const say = (text: string) => void stdout.write(`${text}\n`);
		const reports = await collected(
			{folder, host: host.replace(/^\[|\]$/g, ''), port: Number(port), token, mostBytes, say},
			{
				withinMs,
				signal,
				onOpen({url}) {
					say(`collecting at ${url}, into ${folder}`);
					if (known === null) say(`in the environment of each shard: GATEQUAKE_TOKEN=${token}`);
				},
			},
		);
		if (reports.length === 0) {
			throw new GatequakeError('expected reports of shards, and none came in time', {
				code: 'NO_REPORT',
				hint: 'is the address right, and reachable from where the shards run? --within MINUTES waits longer',
			});
		}

		return await mergeArrived({reports, folder, reporters}, context);
	},
};

/** What has come when all have, or when the time is up. */
async function collected(
	options: Parameters<typeof startCollector>[0],
	{withinMs, signal, onOpen}: {readonly withinMs: number; readonly signal: AbortSignal; readonly onOpen: (collector: Collector) => void},
): Promise<ReturnType<Collector['reports']>> {
	await using collector = await startCollector(options);
	onOpen(collector);
	const over = new AbortController();
	await Promise.race([collector.allCame, wait(withinMs, undefined, {signal: AbortSignal.any([signal, over.signal])})]);
	over.abort();
	return collector.reports();
}

function mebibytes(value: string | undefined): number | null {
	return value === undefined ? null : Number(value) * 2 ** 20;
}
