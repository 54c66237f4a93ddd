import {appendFile, mkdtemp, readFile, rm, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {judge} from '../../src/expectations/judge.ts';
import {loadTimeline, saveTimeline} from '../../src/run/save-timeline.ts';
import {buildTimeline, killed} from '../helpers/timeline-builder.ts';

const timeline = buildTimeline({fault: killed()});

async function temporaryFolder(): Promise<AsyncDisposable & {readonly folder: string}> {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-saved-'));
	return {
		folder,
		async [Symbol.asyncDispose]() {
			await rm(folder, {recursive: true});
		},
	};
}

test('what was saved is read back as it was, and is judged alike', async (t) => {
	await using temporary = await temporaryFolder();
	await saveTimeline(temporary.folder, timeline, new Map());
	const {samples, ...rest} = await loadTimeline(temporary.folder);
	const {samples: before, ...restBefore} = timeline;
	t.deepEqual(rest, restBefore);
	t.is(samples.count, before.count);
	for (const column of ['id', 'sentUs', 'firstByteUs', 'endUs', 'status', 'outcome', 'flags', 'upstream'] as const) {
		t.deepEqual([...samples[column]], [...before[column]], column);
	}

	t.true(before.dueMs.every((dueMs, row) => Math.abs(dueMs - (samples.dueMs[row] ?? Number.NaN)) < 0.001));
	const judged = judge(await loadTimeline(temporary.folder));
	t.is(judged.verdict, judge(timeline).verdict);
});

test('logs are saved as they are, each under its name, and every file that is named is there', async (t) => {
	await using temporary = await temporaryFolder();
	const logs = new Map([
		['gateway.error.log', '[error] größer\n'],
		['app1.journal.ndjson', ''],
	]);
	const files = await saveTimeline(path.join(temporary.folder, 'deep', 'er'), timeline, logs);
	const texts = await Promise.all(files.logs.map(async (file) => await readFile(file, 'utf8')));
	t.deepEqual(texts, [...logs.values()]);
	t.true((await readFile(files.timeline, 'utf8')).includes('"schemaVersion": 1'));
	t.true((await readFile(files.samples)).length > 0);
});

test('saving again overwrites the history and leaves the logs', async (t) => {
	await using temporary = await temporaryFolder();
	const {logs} = await saveTimeline(temporary.folder, timeline, new Map([['a.log', 'a']]));
	await saveTimeline(temporary.folder, {...timeline, cleanup: {ok: false, left: ['a network']}}, new Map());
	t.deepEqual((await loadTimeline(temporary.folder)).cleanup, {ok: false, left: ['a network']});
	t.is(await readFile(logs[0] ?? '', 'utf8'), 'a');
});

test('a history that was cut short is read up to its last whole event', async (t) => {
	await using temporary = await temporaryFolder();
	await saveTimeline(temporary.folder, timeline, new Map());
	await appendFile(path.join(temporary.folder, 'events.ndjson'), '{"kind":"mark","na');
	t.is((await loadTimeline(temporary.folder)).events.length, timeline.events.length);
});

test('a folder without a saved run is named, with what to name instead', async (t) => {
	await using temporary = await temporaryFolder();
	const error = await t.throwsAsync(loadTimeline(temporary.folder), {instanceOf: GatequakeError});
	t.is(error.code, 'NO_TIMELINE');
	t.is(error.exitCode, 2);
	t.true(error.message.includes(temporary.folder));
	t.truthy(error.hint);
});

for (const [what, damage] of Object.entries({
	'a head that is no JSON': async (folder: string) => {
		await writeFile(path.join(folder, 'timeline.json'), '{');
	},
	'a head of another version': async (folder: string) => {
		await writeFile(path.join(folder, 'timeline.json'), '{"schemaVersion":2}');
	},
	'an event that is no JSON': async (folder: string) => {
		await appendFile(path.join(folder, 'events.ndjson'), 'nonsense\n');
	},
	'samples that end early': async (folder: string) => {
		await truncate(path.join(folder, 'samples.gqs'), 40);
	},
	'no samples at all': async (folder: string) => {
		await rm(path.join(folder, 'samples.gqs'));
	},
})) {
	test(`a damaged run is refused with its folder, not read as another: ${what}`, async (t) => {
		await using temporary = await temporaryFolder();
		await saveTimeline(temporary.folder, timeline, new Map());
		await damage(temporary.folder);
		const error = await t.throwsAsync(loadTimeline(temporary.folder), {instanceOf: GatequakeError});
		t.is(error.exitCode, 2);
		t.true(error.message.includes(temporary.folder));
	});
}
