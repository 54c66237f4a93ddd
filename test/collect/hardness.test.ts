// What a collector bears: lines that break, senders that are slow, hostile or many, and its own death.
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdir, readFile, readdir, stat, symlink, writeFile} from 'node:fs/promises';
import {connect, createServer} from 'node:net';
import path from 'node:path';
import test from 'ava';
import {startCollector} from '../../src/collect/collector.ts';
import type {CollectorOptions} from '../../src/collect/collector.ts';
import {makeManifest} from '../../src/collect/manifest.ts';
import type {Manifest} from '../../src/collect/manifest.ts';
import {sendReport} from '../../src/collect/send-report.ts';
import {startCommand, temporaryFolder} from '../helpers/command.ts';
import {buildPlan, buildReport} from '../helpers/report-builder.ts';
import {repeatedRuns, saveReport} from '../helpers/saved-report.ts';

const tool = {name: 'gatequake', version: '1.0.0'} as const;
const plan = {hash: 'abc', runs: [], gateways: [], configs: []};
const headOf = (index: number, of = 2) => ({tool, plan, shard: {index, of}});
const signal = new AbortController().signal;
const env = {GATEQUAKE_TOKEN: 'secret'};
const authorization = 'Bearer secret';
const many = Array.from({length: 20}, () => 1);

async function reportIn(folder: string, words: string, bytes = 300_000): Promise<string> {
	await mkdir(folder, {recursive: true});
	await writeFile(path.join(folder, 'report.json'), words);
	await writeFile(path.join(folder, 'samples.bin'), Buffer.alloc(bytes, words));
	return folder;
}

async function collectorIn(folder: string, options: Partial<CollectorOptions> = {}) {
	return await startCollector({folder, host: '127.0.0.1', port: 0, token: 'secret', mostBytes: null, say() {}, ...options});
}

async function ask(url: string, method: string, place: string, body: string | Uint8Array<ArrayBuffer>) {
	const response = await fetch(`${url}/v1/reports/${place}`, {method, headers: {authorization}, body});
	return {status: response.status, text: await response.text()};
}

/** Writes it as it stands, and gives what comes back until the connection ends. */
async function spoken(url: string, text: string, goOn?: (write: (more: string) => void) => void): Promise<string> {
	const {hostname, port} = new URL(url);
	const socket = connect(Number(port), hostname);
	const closed = Promise.withResolvers<void>();
	socket.on('error', () => {});
	socket.on('close', () => {
		closed.resolve();
	});
	socket.write(text);
	goOn?.((more) => socket.write(more));
	let came = '';
	socket.on('data', (piece: Buffer) => {
		came += piece.toString();
	});
	await closed.promise;
	return came;
}

async function begun(url: string, source: string): Promise<{readonly manifest: Manifest; readonly index: number}> {
	const manifest = await makeManifest(source, headOf(1));
	await ask(url, 'PUT', manifest.key, JSON.stringify(manifest));
	return {manifest, index: manifest.files.findIndex((file) => file.path === 'samples.bin')};
}

test('fifty shards at once all arrive', async (t) => {
	await using folder = await temporaryFolder();
	await using collector = await collectorIn(path.join(folder.path, 'all'));
	await Promise.all(
		Array.from({length: 50}, async (_, index) => {
			const source = await reportIn(path.join(folder.path, `shard${index}`), `shard ${index}`, 10_000);
			await sendReport(source, headOf(index + 1, 50), {to: collector.url, cwd: '/', env, signal});
		}),
	);
	await collector.allCame;
	t.is(collector.reports().length, 50);
});

test('of two plans that begin at the same moment one is refused; the disk is promised once', async (t) => {
	await using folder = await temporaryFolder();
	await using collector = await collectorIn(path.join(folder.path, 'all'), {mostBytes: 400_000});
	const manifest = await makeManifest(await reportIn(path.join(folder.path, 'a'), 'a'), headOf(1));
	const put = async (other: Partial<Manifest>) => {
		const changed = {...manifest, ...other};
		return (await ask(collector.url, 'PUT', changed.key, JSON.stringify(changed))).status;
	};
	t.deepEqual((await Promise.all([put({}), put({key: 'xyz.1', planHash: 'xyz'})])).toSorted(), [200, 409]);
	await using another = await collectorIn(path.join(folder.path, 'more'), {mostBytes: 400_000});
	const both = await Promise.all(
		['abc.1', 'abc.2'].map(async (key) => (await ask(another.url, 'PUT', key, JSON.stringify({...manifest, key}))).status),
	);
	t.true(both.includes(507), both.join());
});

test('a body that is longer than its manifest says is not written to the end', async (t) => {
	await using folder = await temporaryFolder();
	await using collector = await collectorIn(path.join(folder.path, 'all'));
	const {manifest, index} = await begun(collector.url, await reportIn(path.join(folder.path, 'a'), 'a'));
	const head = `PUT /v1/reports/${manifest.key}/files/${index}?from=0 HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ntransfer-encoding: chunked\r\n\r\n`;
	const answer = await spoken(collector.url, `${head}${`186a0\r\n${'a'.repeat(100_000)}\r\n`.repeat(40)}0\r\n\r\n`);
	t.true(answer === '' || answer.startsWith('HTTP/1.1 413'), answer);
	t.is((await stat(path.join(folder.path, `all/incoming/${manifest.key}/report/samples.bin`))).size, 0);
});

test('a body that breaks off is kept as far as it came', async (t) => {
	await using folder = await temporaryFolder();
	await using collector = await collectorIn(path.join(folder.path, 'all'), {requestWithinMs: 4000});
	const source = await reportIn(path.join(folder.path, 'a'), 'a');
	const {manifest, index} = await begun(collector.url, source);
	await spoken(
		collector.url,
		`PUT /v1/reports/${manifest.key}/files/${index}?from=0 HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-length: 300000\r\n\r\n${'a'.repeat(1000)}`,
	);
	const {text} = await ask(collector.url, 'PUT', manifest.key, JSON.stringify(manifest));
	t.true(text.includes('1000'), text);
	t.true((await sendReport(source, headOf(1), {to: collector.url, cwd: '/', env, signal, pausesMs: many})).isNew);
});

test('who sends a byte now and then is not waited for, with a head or a body, and others are served meanwhile', async (t) => {
	await using folder = await temporaryFolder();
	await using collector = await collectorIn(path.join(folder.path, 'all'), {headWithinMs: 2000, requestWithinMs: 4000});
	const source = await reportIn(path.join(folder.path, 'a'), 'a');
	const {manifest, index} = await begun(collector.url, source);
	const drip = (text: string) => (write: (more: string) => void) => {
		const timer = setInterval(() => {
			write(text);
		}, 100);
		t.teardown(() => {
			clearInterval(timer);
		});
	};
	const slow = [
		...Array.from({length: 20}, async () => await spoken(collector.url, 'PUT /v1/reports/x HTTP/1.1\r\n', drip('x-a: b\r\n'))),
		spoken(
			collector.url,
			`PUT /v1/reports/${manifest.key}/files/${index}?from=0 HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-length: 300000\r\n\r\n`,
			drip('a'),
		),
	];
	const other = await reportIn(path.join(folder.path, 'b'), 'b');
	t.true((await sendReport(other, headOf(2), {to: collector.url, cwd: '/', env, signal, pausesMs: many})).isNew);
	const ends = await Promise.all(slow);
	t.true(
		ends.every((end) => end === '' || end.startsWith('HTTP/1.1 408')),
		ends.join(),
	);
	// What the slow one held is free again.
	t.true((await sendReport(source, headOf(1), {to: collector.url, cwd: '/', env, signal, pausesMs: many})).isNew);
});

test('two that say at once that all has come are both answered', async (t) => {
	await using folder = await temporaryFolder();
	await using collector = await collectorIn(path.join(folder.path, 'all'));
	const source = await reportIn(path.join(folder.path, 'a'), 'a');
	const {manifest} = await begun(collector.url, source);
	for (const [index, file] of manifest.files.entries()) {
		const bytes = Uint8Array.from(await readFile(path.join(source, file.path)));
		await ask(collector.url, 'PUT', `${manifest.key}/files/${index}?from=0`, bytes);
	}

	const both = await Promise.all([1, 2].map(async () => await ask(collector.url, 'POST', `${manifest.key}/whole`, '')));
	t.deepEqual(
		both.map(({status}) => status),
		[200, 200],
	);
});

test('a line that breaks again and again delays a report, and no more', async (t) => {
	await using folder = await temporaryFolder();
	await using collector = await collectorIn(path.join(folder.path, 'all'));
	const {hostname, port} = new URL(collector.url);
	let connections = 0;
	const line = createServer((near) => {
		const far = connect(Number(port), hostname);
		let left = ++connections > 5 ? Number.POSITIVE_INFINITY : 120_000;
		near.on('data', (piece: Buffer) => {
			left -= piece.length;
			far.write(piece);
			if (left < 0) {
				near.destroy();
				far.destroy();
			}
		});
		far.pipe(near);
		for (const end of [near, far]) {
			end.on('error', () => {});
			end.on('close', () => {
				near.destroy();
				far.destroy();
			});
		}
	}).listen(0, '127.0.0.1');
	t.teardown(() => {
		line.close();
	});
	await once(line, 'listening');
	const address = line.address();
	const to = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
	await sendReport(await reportIn(path.join(folder.path, 'a'), 'a', 400_000), headOf(1), {to, cwd: '/', env, signal, pausesMs: many});
	t.is(collector.reports().length, 1);
	t.true(connections > 1);
});

test('a collector that is killed goes on where it was, with what it has told nobody yet', async (t) => {
	await using folder = await temporaryFolder();
	const runs = repeatedRuns(4, 1000);
	const whole = buildPlan(runs, 'abc');
	const sources = await Promise.all(
		[1, 2].map(async (index) => {
			const part = buildReport(runs.slice(2 * index - 2, 2 * index), {plan: whole, shard: {index, of: 2}});
			return {part, source: await saveReport(folder.path, `shard${index}`, part)};
		}),
	);
	const output = path.join(folder.path, 'all');
	const start = async (listen: string) => {
		const command = startCommand(['collect', '--listen', listen, '--output', output, '--reporter', 'junit'], {env});
		let said = '';
		command.process.stdout?.on('data', (text: Buffer) => {
			said += text.toString();
		});
		await command.saw(', into ');
		return {command, url: /collecting at (\S+), into /.exec(said)?.[1] ?? ''};
	};
	const first = await start('127.0.0.1:0');
	const [one, two] = sources;
	if (one === undefined || two === undefined) throw new Error('there are two');
	const {part, source} = two;
	await sendReport(one.source, one.part, {to: first.url, cwd: '/', env, signal});
	const manifest = await makeManifest(source, part);
	await ask(first.url, 'PUT', manifest.key, JSON.stringify(manifest));
	const bytes = await readFile(path.join(source, 'report.json'));
	await ask(first.url, 'PUT', `${manifest.key}/files/0?from=0`, Uint8Array.from(bytes.subarray(0, 100)));
	first.command.process.kill('SIGKILL');
	await first.command.finished;

	const second = await start(new URL(first.url).host);
	const {text} = await ask(second.url, 'PUT', manifest.key, JSON.stringify(manifest));
	t.deepEqual(JSON.parse(text), {isWhole: false, have: [100]});
	await sendReport(source, part, {to: second.url, cwd: '/', env, signal});
	const {exitCode, stdout} = await second.command.finished;
	t.is(exitCode, 0, stdout);
	t.true(existsSync(path.join(output, 'report.json')));
});

test('what a report has by way of links stays at home', async (t) => {
	await using folder = await temporaryFolder();
	await using collector = await collectorIn(path.join(folder.path, 'all'));
	const source = await reportIn(path.join(folder.path, 'a'), 'a');
	await writeFile(path.join(folder.path, 'key'), 'secret');
	await symlink(path.join(folder.path, 'key'), path.join(source, 'link.log'));
	await symlink(folder.path, path.join(source, 'folder'));
	await sendReport(source, headOf(1), {to: collector.url, cwd: '/', env, signal});
	t.deepEqual((await readdir(collector.reports()[0]?.folder ?? '')).toSorted(), ['report.json', 'samples.bin']);
});

test('names that no disk can have are refused before anything is sent', async (t) => {
	await using folder = await temporaryFolder();
	await using collector = await collectorIn(path.join(folder.path, 'all'));
	const manifest = await makeManifest(await reportIn(path.join(folder.path, 'a'), 'a'), headOf(1));
	const file = {bytes: 1, sha256: ''};
	for (const [changed, words] of [
		[{files: [...manifest.files, {...file, path: 'samples.bin/x'}]}, /names `samples\.bin` as a file and as a folder/],
		[{files: [...manifest.files, {...file, path: 'x'.repeat(300)}]}, /names a file `x+`/],
		[{files: [...manifest.files, {...file, path: 'a\nrefused'}]}, /names a file/],
		[{shard: {index: 0, of: 0}}, /its shard is 0\/0/],
		[{shard: {index: 7, of: 6}}, /its shard is 7\/6/],
		[{shard: {index: 1, of: 1e9}}, /cut in 1000000000, and 100000 are the most/],
		[{version: 'x'.repeat(1000)}, /its version or its plan is no name/],
	] as const) {
		const {status, text} = await ask(collector.url, 'PUT', manifest.key, JSON.stringify({...manifest, ...changed}));
		t.is(status, 400, text);
		t.regex(text, words);
	}

	t.deepEqual(await readdir(path.join(folder.path, 'all/incoming')), []);
});
