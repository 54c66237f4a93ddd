import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {collectCommand} from '../../src/cli/collect.ts';
import {sendCommand} from '../../src/cli/send.ts';
import {parseReport} from '../../src/report/parse-report.ts';
import {startCollector} from '../../src/collect/collector.ts';
import {repository, startCommand, temporaryFolder} from '../helpers/command.ts';
import {buildPlan, buildReport} from '../helpers/report-builder.ts';
import {runCommand} from '../helpers/run-command.ts';
import {repeatedRuns, saveReport} from '../helpers/saved-report.ts';

const runs = repeatedRuns(4, 1000);
const plan = buildPlan(runs, 'abc');
const shard = (index: number) => buildReport(runs.slice(2 * index - 2, 2 * index), {plan, shard: {index, of: 2}});
const env = {GATEQUAKE_TOKEN: 'secret'};

/** The command in a process of its own, and where it listens. */
async function collecting(output: string, more: readonly string[] = []) {
	const command = startCommand(['collect', '--listen', '127.0.0.1:0', '--output', output, '--reporter', 'junit', ...more], {
		env,
		cwd: repository,
	});
	let said = '';
	const listening = Promise.withResolvers<string>();
	command.process.stdout?.on('data', (text: Buffer) => {
		said += text.toString();
		const [, url] = /collecting at (\S+), into /.exec(said) ?? [];
		if (url !== undefined) listening.resolve(url);
	});
	return {command, url: await listening.promise};
}

test('shards that were sent become one report, and the command ends when all have come', async (t) => {
	await using folder = await temporaryFolder();
	const output = path.join(folder.path, 'all');
	const {command, url} = await collecting(output);
	for (const index of [1, 2]) {
		await saveReport(folder.path, `shard${index}`, shard(index));
		const {exitCode, stdout} = await runCommand(sendCommand, [`shard${index}`, url], folder.path, {env});
		t.is(exitCode, 0);
		t.regex(stdout, /^sent to http/);
	}

	const {exitCode, stdout} = await command.finished;
	t.is(exitCode, 0);
	t.regex(stdout, /shard 2\/2 has come, 1 files/);
	t.deepEqual(parseReport(await readFile(path.join(output, 'report.json'), 'utf8')).runs, runs);
	t.false(existsSync(path.join(output, 'shards')));
});

test('a shard that has not come in time is named, the joined report is not green, and what came is kept', async (t) => {
	await using folder = await temporaryFolder();
	const output = path.join(folder.path, 'all');
	// What an earlier collector has taken in the same folder.
	{
		await using earlier = await startCollector({folder: output, host: '127.0.0.1', port: 0, token: 'secret', mostBytes: null, say() {}});
		await saveReport(folder.path, 'shard1', shard(1));
		await runCommand(sendCommand, ['shard1', earlier.url], folder.path, {env});
	}

	const {exitCode, stderr} = await runCommand(
		collectCommand,
		['--listen', '127.0.0.1:0', '--output', output, '--within', '0.01', '--reporter', 'junit'],
		folder.path,
		{env},
	);
	t.is(exitCode, 4);
	t.regex(stderr, /missing: shard 2 of 2/);
	t.true(existsSync(path.join(output, 'shards')));
});

test('where nothing comes it is said; a token of its own is printed', async (t) => {
	await using folder = await temporaryFolder();
	const {exitCode, stdout, stderr} = await runCommand(
		collectCommand,
		['--listen', '127.0.0.1:0', '--output', 'all', '--within', '0.01'],
		folder.path,
	);
	t.is(exitCode, 4);
	t.regex(stdout, /GATEQUAKE_TOKEN=[\w-]{32}$/m);
	t.regex(stderr, /none came in time/);
});

test('a report that did not arrive stays where it is, and the command that sends it again is told', async (t) => {
	await using folder = await temporaryFolder();
	await using collector = await startCollector({
		folder: path.join(folder.path, 'all'),
		host: '127.0.0.1',
		port: 0,
		token: 'secret',
		mostBytes: 10,
		say() {},
	});
	await saveReport(folder.path, 'shard1', shard(1));
	const {exitCode, stderr} = await runCommand(sendCommand, ['shard1', collector.url], folder.path, {env});
	t.is(exitCode, 4);
	t.regex(stderr, /answered 507: the collector is full/);
	t.true(
		stderr.includes(`it stays in ${path.join(folder.path, 'shard1')}; send it again with: npx gatequake send shard1 ${collector.url}`),
		stderr,
	);
	t.true(existsSync(path.join(folder.path, 'shard1/report.json')));
});

for (const [argv, words] of [
	[['--listen', 'here'], /must be HOST:PORT/],
	[['--listen', 'localhost:99999'], /must be HOST:PORT/],
	[['shard1'], /expected flags, and at most one s3/],
	[['--within', '0'], /must be a number from 0\.01/],
] as const) {
	test(`collect ${argv.join(' ')} is refused`, async (t) => {
		const {exitCode, stderr} = await runCommand(collectCommand, argv, '/');
		t.is(exitCode, 2);
		t.regex(stderr, words);
	});
}
