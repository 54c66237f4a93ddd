// Shards that come home by way of a bucket: sent, waited for, joined.
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import path from 'node:path';
import test from 'ava';
import {collectCommand} from '../../src/cli/collect.ts';
import {mergeCommand} from '../../src/cli/merge.ts';
import {run} from '../../src/cli/run.ts';
import {sendCommand} from '../../src/cli/send.ts';
import {parseReport} from '../../src/report/parse-report.ts';
import {gatequake, repository, startCommand, temporaryFolder} from '../helpers/command.ts';
import {buildPlan, buildReport} from '../helpers/report-builder.ts';
import {runCommand} from '../helpers/run-command.ts';
import {s3Server} from '../helpers/s3-server.ts';
import {repeatedRuns, saveReport} from '../helpers/saved-report.ts';

const runs = repeatedRuns(4, 1000);
const plan = buildPlan(runs, 'abc');
const shard = (index: number) => buildReport(runs.slice(2 * index - 2, 2 * index), {plan, shard: {index, of: 2}});
const bucket = 's3://reports/nightly';

test('merge takes what is whole in a bucket: a missing shard is named, one that came twice counts once', async (t) => {
	await using folder = await temporaryFolder();
	await using server = await s3Server();
	const {env} = server;
	const merge = async () => await runCommand(mergeCommand, [bucket, '--output', 'all', '--reporter', 'junit'], folder.path, {env});
	t.regex((await merge()).stderr, /expected reports of shards in s3:\/\/reports\/nightly, and there is none that is whole/);
	await saveReport(folder.path, 'shard1', shard(1));
	t.regex(
		(await runCommand(sendCommand, ['shard1', bucket], folder.path, {env})).stdout,
		/^sent to s3:\/\/reports\/nightly\/abc\.1-of-2\./,
	);
	const first = await merge();
	t.is(first.exitCode, 4);
	t.regex(first.stderr, /missing: shard 2 of 2/);
	t.true(existsSync(path.join(folder.path, 'all/shards')), 'what came is kept for the rest');

	// Its machine died after it had sent, and the engine ran it again.
	await saveReport(folder.path, 'again', {...shard(1), durationMs: 77});
	await saveReport(folder.path, 'shard2', shard(2));
	for (const name of ['again', 'shard2', 'shard2']) t.is((await runCommand(sendCommand, [name, bucket], folder.path, {env})).exitCode, 0);
	const {exitCode, stdout} = await merge();
	t.is(exitCode, 0);
	t.is([...stdout.matchAll(/shard \d\/2 has come/g)].length, 2, 'the first one is there already');
	t.deepEqual(parseReport(await readFile(path.join(folder.path, 'all/report.json'), 'utf8')).runs, runs);
	t.false(existsSync(path.join(folder.path, 'all/shards')));
});

test('collect waits at a bucket until the last shard is there', async (t) => {
	await using folder = await temporaryFolder();
	await using server = await s3Server();
	const {env} = server;
	for (const index of [1, 2]) await saveReport(folder.path, `shard${index}`, shard(index));
	await runCommand(sendCommand, ['shard1', bucket], folder.path, {env});
	const waiting = startCommand(['collect', bucket, '--output', path.join(folder.path, 'all'), '--reporter', 'junit'], {
		env,
		cwd: repository,
	});
	await waiting.saw('shard 1/2 has come');
	await runCommand(sendCommand, ['shard2', bucket], folder.path, {env});
	const {exitCode} = await waiting.finished;
	t.is(exitCode, 0);
	t.deepEqual(parseReport(await readFile(path.join(folder.path, 'all/report.json'), 'utf8')).runs, runs);
	const late = await runCommand(collectCommand, ['s3://reports/other', '--output', 'none', '--within', '0.01'], folder.path, {env});
	t.is(late.exitCode, 4);
	t.regex(late.stderr, /there is none that is whole/);
});

/** As versitygw 1.8 answered; the server of the other tests does not compare clocks. */
const skewed = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the current time is too large.</Message>
<RequestTime>20261121T210743Z</RequestTime><ServerTime>2026-11-21T20:07:43Z</ServerTime><MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds></Error>`;

test('a clock that is an hour ahead is told, with the command that sends the report again', async (t) => {
	await using folder = await temporaryFolder();
	const store = createServer((_request, response) => {
		response.writeHead(403, {'content-type': 'application/xml'}).end(skewed);
	}).listen(0, '127.0.0.1');
	await using _ = {
		[Symbol.asyncDispose]: async () => {
			store.close();
		},
	};
	await once(store, 'listening');
	const address = store.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const keys = {AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`};
	await saveReport(folder.path, 'shard1', shard(1));
	const ahead = `const now = Date.now, Real = Date; globalThis.Date = class extends Real {
		constructor(...words) { super(...(words.length === 0 ? [now() + 3600e3] : words)); }
		static now() { return now() + 3600e3; }
	};`;
	const {exitCode, stderr} = await gatequake(['send', 'shard1', bucket], {
		cwd: folder.path,
		env: {...keys, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(ahead)}`},
	});
	t.is(exitCode, 4);
	t.regex(stderr, /RequestTimeTooSkewed.*this machine's clock is 3[56]\d\d s ahead of the store's: set it/);
	t.regex(stderr, /it stays in \S+shard1; send it again with: npx gatequake send shard1 s3:\/\/reports\/nightly/);
});

for (const [to, words] of [
	[bucket, /AWS_ACCESS_KEY_ID is not set/],
	['http://collector:7420', /GATEQUAKE_TOKEN is not set/],
] as const) {
	test(`run --send ${to} without its keys ends before the first run`, async (t) => {
		await using folder = await temporaryFolder();
		const {exitCode, stderr} = await runCommand(run, ['steady', '--gateway', 'nginx', '--send', to], folder.path);
		t.is(exitCode, 2);
		t.regex(stderr, words);
	});
}

test('a bucket and a folder are not joined, and nobody listens and fetches', async (t) => {
	t.regex((await runCommand(mergeCommand, [bucket, 'shard1'], '/')).stderr, /expected one bucket, or reports on this machine/);
	t.regex((await runCommand(collectCommand, [bucket, bucket], '/')).stderr, /at most one s3:\/\/BUCKET\/FOLDER/);
	t.regex(
		(await runCommand(collectCommand, [bucket, '--listen', '127.0.0.1:0'], '/')).stderr,
		/--listen is for shards that send over HTTP/,
	);
});
