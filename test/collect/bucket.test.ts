// Sending into a bucket and fetching from it, against a real server of the protocol.
import {existsSync} from 'node:fs';
import {appendFile, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {fetchReports} from '../../src/collect/fetch-reports.ts';
import {findBucket} from '../../src/collect/find-bucket.ts';
import {sendReport} from '../../src/collect/send-report.ts';
import {temporaryFolder} from '../helpers/command.ts';
import {s3Server} from '../helpers/s3-server.ts';

const tool = {name: 'gatequake', version: '1.0.0'} as const;
const plan = {hash: 'abc', runs: [], gateways: [], configs: []};
const headOf = (index: number, of = 2) => ({tool, plan, shard: {index, of}});
const signal = new AbortController().signal;
/** With what a name in a URL has to be encoded for. */
const to = 's3://reports/nig ht+ly/é';
const run = 'steady.nginx.a b+(1)*!~.1';

/** A report with an empty file, and names as users give them to configs. */
async function reportIn(folder: string, words: string): Promise<string> {
	await mkdir(path.join(folder, run), {recursive: true});
	await writeFile(path.join(folder, 'report.json'), words);
	await writeFile(path.join(folder, run, 'samples.bin'), Buffer.alloc(300_000, words));
	await writeFile(path.join(folder, run, 'empty.log'), '');
	return folder;
}

const puts = (asked: readonly string[]) => asked.filter((request) => request.startsWith('PUT'));

test('a report goes into a bucket, is there once, and comes out of it as it was', async (t) => {
	await using folder = await temporaryFolder();
	await using server = await s3Server();
	const {env} = server;
	const source = await reportIn(path.join(folder.path, 'first'), 'one');
	const options = {to, cwd: '/', env, signal, pausesMs: []};
	const {isNew, where} = await sendReport(source, headOf(1), options);
	t.true(isNew);
	t.regex(where, /^s3:\/\/reports\/nig ht\+ly\/é\/abc\.1-of-2\.[\da-f]{12}$/);
	t.regex(puts(server.asked).at(-1) ?? '', /\/manifest\.json$/, 'what makes it visible comes last');
	const sent = puts(server.asked).length;
	t.deepEqual(await sendReport(source, headOf(1), options), {isNew: false, where});
	t.is(puts(server.asked).length, sent, 'nothing is sent twice');

	const said: string[] = [];
	const fetchInto = async (name: string) =>
		await fetchReports(findBucket(to, env), {
			folder: path.join(folder.path, name),
			mostBytes: null,
			signal,
			pausesMs: [],
			say: (text) => void said.push(text),
		});
	const [came] = await fetchInto('all');
	t.deepEqual(await readFile(path.join(came?.folder ?? '', run, 'samples.bin')), Buffer.alloc(300_000, 'one'));
	t.true(existsSync(path.join(came?.folder ?? '', run, 'empty.log')));
	const asked = server.asked.length;
	t.is((await fetchInto('all')).length, 1);
	t.is(server.asked.length, asked + 1, 'what is there is not fetched again');
	t.deepEqual(said, ['shard 1/2 has come, 3 files']);
});

test('a large file goes in parts, and what has come before is not sent again', async (t) => {
	await using folder = await temporaryFolder();
	await using server = await s3Server();
	const source = await reportIn(path.join(folder.path, 'first'), 'one');
	await writeFile(path.join(source, 'large.log'), Buffer.alloc(17 * 2 ** 20, 'large'));
	const {where} = await sendReport(source, headOf(1), {to, cwd: '/', env: server.env, signal, pausesMs: []});
	t.is(puts(server.asked).filter((request) => /large\.log\?partNumber=[12]&/.test(request)).length, 2);
	// As where the last request of all was never made, and one file is of an earlier day.
	const kept = path.join(server.folder, where.slice('s3://'.length));
	for (const part of ['object', 'metadata.json']) {
		await rm(`${path.join(kept, 'manifest.json')}._S3rver_${part}`);
	}

	await writeFile(path.join(source, run, 'samples.bin'), Buffer.alloc(300_000, 'two'));
	server.asked.length = 0;
	await sendReport(source, headOf(1), {to, cwd: '/', env: server.env, signal, pausesMs: []});
	t.deepEqual(
		puts(server.asked).map((request) => path.basename(request)),
		['samples.bin', 'manifest.json'],
		'the same size is not the same file',
	);
});

test('connections that break in the middle are tried again, and go on', async (t) => {
	await using folder = await temporaryFolder();
	await using server = await s3Server();
	const source = await reportIn(path.join(folder.path, 'first'), 'one');
	server.breakEach(3);
	const options = {to, cwd: '/', env: server.env, signal, pausesMs: Array.from({length: 20}, () => 1)};
	await sendReport(source, headOf(1), options);
	server.breakEach(null);
	const reports = await fetchReports(findBucket(to, server.env), {folder: folder.path, mostBytes: null, signal, say() {}, pausesMs: []});
	t.is(reports.length, 1);
});

test('a bucket that goes away in the middle is named, and nothing of the report is gone', async (t) => {
	await using folder = await temporaryFolder();
	await using server = await s3Server();
	const source = await reportIn(path.join(folder.path, 'first'), 'one');
	server.onRequest = (request) => {
		if (request.startsWith('PUT')) server.dropBucket();
	};
	await t.throwsAsync(sendReport(source, headOf(1), {to, cwd: '/', env: server.env, signal, pausesMs: [1, 1, 1, 1]}), {
		code: 'NOT_SENT',
		message: /answered 404: NoSuchBucket/,
	});
	t.true(existsSync(path.join(source, 'report.json')));
});

for (const [what, change, bucket, words] of [
	[
		'a key that nobody knows',
		{AWS_ACCESS_KEY_ID: 'nobody'},
		to,
		/answered 403: InvalidAccessKeyId: .*AWS_ACCESS_KEY_ID is not known there/,
	],
	['a wrong secret', {AWS_SECRET_ACCESS_KEY: 'guessed'}, to, /answered 403: SignatureDoesNotMatch: .*AWS_SECRET_ACCESS_KEY is not that of/],
	['no bucket', {}, 's3://elsewhere/x', /s3:\/\/elsewhere\/x \(http:\/\/127.*answered 404: NoSuchBucket/],
] as const) {
	test(`${what}: it is said at once, and the report stays`, async (t) => {
		await using folder = await temporaryFolder();
		await using server = await s3Server();
		const source = await reportIn(path.join(folder.path, 'first'), 'one');
		const env = {...server.env, ...change};
		// Tries that would change nothing are not made.
		await t.throwsAsync(sendReport(source, headOf(1), {to: bucket, cwd: '/', env, signal, pausesMs: [60_000]}), {
			code: 'NOT_SENT',
			message: words,
		});
		t.true(existsSync(path.join(source, 'report.json')));
		await t.throwsAsync(
			fetchReports(findBucket(bucket, env), {folder: path.join(folder.path, 'all'), mostBytes: null, signal, say() {}, pausesMs: [60_000]}),
			{code: 'NOT_FETCHED', message: words},
		);
	});
}

test('a store that is away is waited for, and then it is said why', async (t) => {
	await using folder = await temporaryFolder();
	const env = {AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL: 'http://127.0.0.1:9'};
	const source = await reportIn(path.join(folder.path, 'first'), 'one');
	await t.throwsAsync(sendReport(source, headOf(1), {to, cwd: '/', env, signal, pausesMs: [1, 1]}), {
		code: 'NOT_SENT',
		message: /\(http:\/\/127\.0\.0\.1:9\) does not answer: /,
	});
	await t.throwsAsync(fetchReports(findBucket(to, env), {folder: folder.path, mostBytes: null, signal, say() {}, pausesMs: [1]}), {
		code: 'NO_ANSWER',
	});
});

test('files that are not what their manifest says are not taken, and two plans in one folder are told', async (t) => {
	await using folder = await temporaryFolder();
	await using server = await s3Server();
	const {env} = server;
	const options = {to, cwd: '/', env, signal, pausesMs: []};
	const {where} = await sendReport(await reportIn(path.join(folder.path, 'first'), 'one'), headOf(1), options);
	const fetched = async (name: string) =>
		await fetchReports(findBucket(to, env), {folder: path.join(folder.path, name), mostBytes: null, signal, say() {}, pausesMs: [1]});
	const samples = path.join(server.folder, where.slice('s3://'.length), 'report', run, 'samples.bin._S3rver_object');
	const bytes = await readFile(samples);
	await writeFile(samples, bytes.fill('x', 1000, 1010));
	await t.throwsAsync(fetched('damaged'), {code: 'NO_ANSWER', message: /samples\.bin is not what its manifest says/});
	t.false(existsSync(path.join(folder.path, 'damaged/shards/abc.1-of-2')));
	await writeFile(samples, bytes.subarray(0, 1000));
	await t.throwsAsync(fetched('short'), {message: /samples\.bin ends at byte 1000 of 300000/});
	await appendFile(samples, Buffer.alloc(400_000));
	await t.throwsAsync(fetched('long'), {message: /has 300000 bytes by its manifest, and more came/});

	await sendReport(
		await reportIn(path.join(folder.path, 'other'), 'two'),
		{...headOf(2), plan: {...plan, hash: 'xyz'}},
		{...options, to: 's3://reports/two'},
	);
	await sendReport(await reportIn(path.join(folder.path, 'third'), 'three'), headOf(1), {...options, to: 's3://reports/two/'});
	await t.throwsAsync(
		fetchReports(findBucket('s3://reports/two', env), {
			folder: path.join(folder.path, 'two'),
			mostBytes: null,
			signal,
			say() {},
			pausesMs: [],
		}),
		{code: 'CANNOT_JOIN', message: /shards of the plan abc are collected here, and this is of xyz/},
	);
});

test('what is no report in a bucket is left alone, and said', async (t) => {
	await using folder = await temporaryFolder();
	await using server = await s3Server();
	const {env} = server;
	const {where} = await sendReport(await reportIn(path.join(folder.path, 'first'), 'one'), headOf(1), {
		to,
		cwd: '/',
		env,
		signal,
		pausesMs: [],
	});
	const manifest = path.join(server.folder, where.slice('s3://'.length), 'manifest.json._S3rver_object');
	const text = await readFile(manifest, 'utf8');
	const said: string[] = [];
	for (const changed of [text.replace(run, '../../..'), '{}', 'none', text.replace('1-of-2', '2-of-2')]) {
		await writeFile(manifest, changed);
		t.deepEqual(
			await fetchReports(findBucket(to, env), {
				folder: folder.path,
				mostBytes: null,
				signal,
				pausesMs: [],
				say: (line) => void said.push(line),
			}),
			[],
		);
	}

	t.is(said.filter((line) => /^left alone: abc\.1-of-2\.\w+\/ is no report: /.test(line)).length, 4);
	t.regex(said[0] ?? '', /it names a file `\.\.\/\.\.\/\.\.\/empty\.log`/);
});
