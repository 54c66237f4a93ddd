// `gatequake collect`: waits for the reports of all shards of a plan, and joins them.
import {randomBytes} from 'node:crypto';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {startCollector} from '../collect/collector.ts';
import type {Collector} from '../collect/collector.ts';
import {GatequakeError} from '../error.ts';
import {defaultReportFolder, makeReportFolder, newRunId} from '../run/report-folder.ts';
import {flagHelp, numberFlag, readArguments} from './arguments.ts';
import type {Flag} from './arguments.ts';
import type {Command} from './command.ts';
import {joinedReporters, mergeInto} from './merge-into.ts';

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
	summary: 'takes the reports of shards over HTTP, and joins them when all have come',
	help: `Usage: gatequake collect [flags]

Takes the reports that \`gatequake run --shard … --send URL\` sends, from whoever knows the token: GATEQUAKE_TOKEN, or a new one that is printed.
When all shards of the plan have come it joins them, as \`gatequake merge\` does, and ends with the exit code of the joined report. Shards that
have not come within the time are named, and the joined report is not green without them. A shard that comes twice counts once. Stopped in
between, it goes on where it was with the same --output.

${flagHelp(flags)}

Examples:
  GATEQUAKE_TOKEN=… gatequake collect --output reports/nightly --within 240
  gatequake collect --listen 10.0.0.5:7420
`,
	async run(context) {
		const {words, flags: given} = readArguments(context.argv, flags, 'collect');
		if (words.length > 0) {
			throw new GatequakeError(`expected flags alone, and \`${words[0]}\` came`, {code: 'BAD_ARGUMENTS', exitCode: 2});
		}

		const one = (name: string) => given.get(name)?.[0];
		const {cwd, env, stdout, signal} = context;
		const output = one('output');
		const folder = await makeReportFolder(
			output === undefined ? defaultReportFolder(cwd, new Date(), newRunId()) : path.resolve(cwd, output),
		);
		const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(one('listen') ?? '0.0.0.0:7420') ?? [];
		const known = env['GATEQUAKE_TOKEN'] || null;
		const token = known ?? randomBytes(24).toString('base64url');
		const say = (text: string) => void stdout.write(`${text}\n`);
		const reports = await collected(
			{folder, host: host.replace(/^\[|\]$/g, ''), port: Number(port), token, mostBytes: mebibytes(one('max-mib')), say},
			{
				withinMs: Number(one('within') ?? 120) * 60_000,
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

		const exitCode = await mergeInto({words: reports.map((report) => report.folder), output: folder, reporters: one('reporter')}, context);
		// What is missing may still come, to another collector in this folder.
		const {shard} = reports[0]?.manifest ?? {shard: null};
		if (shard === null || new Set(reports.map(({manifest}) => manifest.shard?.index)).size === shard.of) {
			await Promise.all(['shards', 'incoming'].map(async (name) => await rm(path.join(folder, name), {recursive: true, force: true})));
		}

		return exitCode;
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
