import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, readFile, readdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {startCollector} from '../../src/collect/collector.ts';
import type {CollectorOptions} from '../../src/collect/collector.ts';
import {makeManifest} from '../../src/collect/manifest.ts';
import type {Manifest} from '../../src/collect/manifest.ts';
import {sendReport} from '../../src/collect/send-report.ts';
import type {SendOptions} from '../../src/collect/send-report.ts';
import {temporaryFolder} from '../helpers/command.ts';

const tool = {name: 'gatequake', version: '1.0.0'} as const;
const plan = {hash: 'abc', runs: [], gateways: [], configs: []};
const headOf = (index: number, of = 2) => ({tool, plan, shard: {index, of}});
const signal = new AbortController().signal;

/** A report with one large file, one empty one, and one below a folder. */
async function reportIn(folder: string, words: string): Promise<string> {
	await mkdir(path.join(folder, 'steady.nginx.default.1'), {recursive: true});
	await writeFile(path.join(folder, 'report.json'), words);
	await writeFile(path.join(folder, 'steady.nginx.default.1/samples.bin'), Buffer.alloc(300_000, words));
	await writeFile(path.join(folder, 'steady.nginx.default.1/empty.log'), '');
	return folder;
}

async function collectorIn(folder: string, options: Partial<CollectorOptions> = {}) {
	const said: string[] = [];
	const collector = await startCollector({
		folder,
		host: '127.0.0.1',
		port: 0,
		token: 'secret',
		mostBytes: null,
		say: (text) => void said.push(text),
		...options,
	});
	return {collector, said};
}

const to = (url: string, more: Partial<SendOptions> = {}): SendOptions => ({
	to: url,
	cwd: '/',
	env: {GATEQUAKE_TOKEN: 'secret'},
	signal,
	pausesMs: [],
	...more,
});

async function ask(url: string, method: string, place: string, body: string | Uint8Array<ArrayBuffer> = '', token = 'secret') {
	const response = await fetch(`${url}${place}`, {
		method,
		headers: {authorization: `Bearer ${token}`},
		...(method === 'GET' ? {} : {body}),
	});
	return {status: response.status, text: await response.text()};
}

test('a report arrives whole, once, and all of a plan is known to have come', async (t) => {
	await using folder = await temporaryFolder();
	const {collector, said} = await collectorIn(path.join(folder.path, 'all'));
	await using _ = collector;
	const first = await reportIn(path.join(folder.path, 'first'), 'one');
	t.deepEqual(await sendReport(first, headOf(1), to(collector.url)), {isNew: true, where: collector.url});
	t.deepEqual(await sendReport(first, headOf(1), to(collector.url)), {isNew: false, where: collector.url});
	t.is(collector.reports().length, 1);
	const came = collector.reports()[0]?.folder ?? '';
	t.deepEqual(await readFile(path.join(came, 'steady.nginx.default.1/samples.bin')), Buffer.alloc(300_000, 'one'));
	t.true(existsSync(path.join(came, 'steady.nginx.default.1/empty.log')));
	await sendReport(await reportIn(path.join(folder.path, 'second'), 'two'), headOf(2), to(collector.url));
	await collector.allCame;
	t.deepEqual(said, ['shard 1/2 has come, 3 files', 'shard 2/2 has come, 3 files']);
});

test('what broke off goes on where it was, also with another collector in the same folder', async (t) => {
	await using folder = await temporaryFolder();
	const all = path.join(folder.path, 'all');
	const source = await reportIn(path.join(folder.path, 'first'), 'one');
	const manifest = await makeManifest(source, headOf(1, 1));
	const index = manifest.files.findIndex((file) => file.path.endsWith('samples.bin'));
	const bytes = await readFile(path.join(source, manifest.files[index]?.path ?? ''));
	const place = `/v1/reports/${manifest.key}`;
	{
		const {collector} = await collectorIn(all);
		await using _ = collector;
		t.is((await ask(collector.url, 'PUT', place, JSON.stringify(manifest))).status, 200);
		t.is((await ask(collector.url, 'PUT', `${place}/files/${index}?from=0`, Uint8Array.from(bytes.subarray(0, 1000)))).status, 200);
		t.is((await ask(collector.url, 'PUT', `${place}/files/${index}?from=5`, 'xx')).status, 416);
		t.is((await ask(collector.url, 'POST', `${place}/whole`)).status, 422, 'it is not whole yet');
	}

	const {collector} = await collectorIn(all);
	await using _ = collector;
	const {text} = await ask(collector.url, 'PUT', place, JSON.stringify(manifest));
	t.true(text.includes('1000'), text);
	t.true((await sendReport(source, headOf(1, 1), to(collector.url))).isNew);
	const file = path.join(collector.reports()[0]?.folder ?? '', manifest.files[index]?.path ?? '');
	t.is(
		createHash('sha256')
			.update(await readFile(file))
			.digest('hex'),
		manifest.files[index]?.sha256 ?? '',
	);
	await collector.allCame;
});

test('bytes that are not what the manifest says are sent again', async (t) => {
	await using folder = await temporaryFolder();
	const {collector} = await collectorIn(path.join(folder.path, 'all'));
	await using _ = collector;
	const source = await reportIn(path.join(folder.path, 'first'), 'one');
	const manifest = await makeManifest(source, headOf(1));
	const index = manifest.files.findIndex((file) => file.path === 'report.json');
	await ask(collector.url, 'PUT', `/v1/reports/${manifest.key}`, JSON.stringify(manifest));
	await ask(collector.url, 'PUT', `/v1/reports/${manifest.key}/files/${index}?from=0`, 'two');
	// The first try is refused for it, the second one sends it anew.
	t.true((await sendReport(source, headOf(1), to(collector.url, {pausesMs: [1]}))).isNew);
	t.is(await readFile(path.join(collector.reports()[0]?.folder ?? '', 'report.json'), 'utf8'), 'one');
});

for (const [what, change, words] of [
	['another plan', {plan: {...plan, hash: 'xyz'}}, /answered 409: shards of the plan abc are collected here, and this is of xyz/],
	[
		'another version',
		{tool: {...tool, version: '2.0.0'}},
		/answered 409: reports of gatequake 1\.0\.0 are collected here, and this one was written by 2\.0\.0/,
	],
	['another cut of the plan', headOf(2, 3), /answered 409: a plan cut in 2 is collected here, and this is cut in 3/],
] as const) {
	test(`${what} is refused at once, and the report stays`, async (t) => {
		await using folder = await temporaryFolder();
		const {collector} = await collectorIn(path.join(folder.path, 'all'));
		await using _ = collector;
		await sendReport(await reportIn(path.join(folder.path, 'first'), 'one'), headOf(1), to(collector.url));
		const other = await reportIn(path.join(folder.path, 'other'), 'two');
		// Tries that would change nothing are not made.
		await t.throwsAsync(sendReport(other, {...headOf(2), ...change}, to(collector.url, {pausesMs: [60_000]})), {
			code: 'NOT_SENT',
			message: words,
		});
		t.true(existsSync(path.join(other, 'report.json')));
		t.is(collector.reports().length, 1);
	});
}

test('a wrong token, or none, is refused', async (t) => {
	await using folder = await temporaryFolder();
	const {collector, said} = await collectorIn(path.join(folder.path, 'all'));
	await using _ = collector;
	const source = await reportIn(path.join(folder.path, 'first'), 'one');
	await t.throwsAsync(sendReport(source, headOf(1), to(collector.url, {env: {GATEQUAKE_TOKEN: 'guessed'}, pausesMs: [60_000]})), {
		code: 'NOT_SENT',
		message: /answered 401: the token is wrong/,
	});
	await t.throwsAsync(sendReport(source, headOf(1), to(collector.url, {env: {}})), {message: /set GATEQUAKE_TOKEN/});
	t.deepEqual(await readdir(path.join(folder.path, 'all/incoming')), []);
	t.regex(said.join(), /refused \(401\)/);
});

test('a collector that is full takes no more, and what is under way fits or is not begun', async (t) => {
	await using folder = await temporaryFolder();
	const {collector} = await collectorIn(path.join(folder.path, 'all'), {mostBytes: 400_000});
	await using _ = collector;
	await sendReport(await reportIn(path.join(folder.path, 'first'), 'one'), headOf(1), to(collector.url));
	await t.throwsAsync(
		sendReport(await reportIn(path.join(folder.path, 'second'), 'two'), headOf(2), to(collector.url, {pausesMs: [60_000]})),
		{
			code: 'NOT_SENT',
			message: /answered 507: the collector is full: 300003 bytes are to come, and there is room for 99997/,
		},
	);
});

test('a collector that is gone is waited for, and then it is said why', async (t) => {
	await using folder = await temporaryFolder();
	const {collector} = await collectorIn(path.join(folder.path, 'all'));
	await collector[Symbol.asyncDispose]();
	const source = await reportIn(path.join(folder.path, 'first'), 'one');
	await t.throwsAsync(sendReport(source, headOf(1), to(collector.url, {pausesMs: [1, 1]})), {
		code: 'NOT_SENT',
		message: /does not answer: .*ECONNREFUSED/,
	});
});

test('nothing in a manifest leads out of its folder, and what is none is refused', async (t) => {
	await using folder = await temporaryFolder();
	const {collector} = await collectorIn(path.join(folder.path, 'all'));
	await using _ = collector;
	const good: Manifest = {
		key: 'abc.1-of-2.0',
		version: '1',
		planHash: 'abc',
		shard: null,
		files: [{path: 'report.json', bytes: 1, sha256: ''}],
	};
	const put = async (manifest: unknown, key = 'abc.1-of-2.0') =>
		await ask(collector.url, 'PUT', `/v1/reports/${key}`, JSON.stringify(manifest));
	for (const name of ['../x', '/etc/passwd', 'a/../../x', 'a//b', '', 'a\\b']) {
		const {status, text} = await put({...good, files: [...good.files, {path: name, bytes: 1, sha256: ''}]});
		t.is(status, 400, name);
		t.regex(text, /names a file/);
	}

	t.is((await put({...good, key: '..'}, '..%2f')).status, 400);
	t.is((await put({...good, files: []})).status, 400);
	t.is((await put({...good, files: [...good.files, ...good.files]})).status, 400);
	t.is((await put([])).status, 400);
	t.is((await put({...good, shard: {index: 7, of: 6}})).status, 400);
	t.is((await put(good, 'another-key')).status, 400);
	t.is((await ask(collector.url, 'PUT', '/v1/reports/unknown/files/0?from=0', 'x')).status, 404);
	t.is((await ask(collector.url, 'POST', '/v1/reports/unknown/whole')).status, 404);
	t.is((await ask(collector.url, 'GET', '/v1/reports/unknown')).status, 405);
	t.is((await ask(collector.url, 'GET', '/')).status, 404);
	t.is((await put(good)).status, 200);
	t.is((await ask(collector.url, 'PUT', `/v1/reports/${good.key}/files/0?from=0`, 'too much')).status, 413);
	t.is((await ask(collector.url, 'PUT', `/v1/reports/${good.key}/files/x?from=0`, 'x')).status, 400);
});

test('a folder takes a report whole, and once', async (t) => {
	await using folder = await temporaryFolder();
	const source = await reportIn(path.join(folder.path, 'first'), 'one');
	await mkdir(path.join(folder.path, 'shared'));
	const options = {to: 'shared', cwd: folder.path, env: {}, signal};
	const {isNew, where} = await sendReport(source, headOf(1), options);
	t.true(isNew);
	t.is(await readFile(path.join(where, 'report.json'), 'utf8'), 'one');
	t.false((await sendReport(source, headOf(1), options)).isNew);
	await rm(path.join(folder.path, 'shared'), {recursive: true});
	await writeFile(path.join(folder.path, 'shared'), '');
	await t.throwsAsync(sendReport(source, headOf(1), options), {code: 'NOT_SENT', message: /cannot be written to/});
});
