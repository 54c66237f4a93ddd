import {mkdtemp, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {defaultReportFolder, makeReportFolder, newRunId} from '../../src/run/report-folder.ts';

test('the folder is made with its parents, and is no error where it is there', async (t) => {
	const parent = await mkdtemp(path.join(tmpdir(), 'gatequake-reports-'));
	t.teardown(async () => {
		await rm(parent, {recursive: true});
	});
	const folder = path.join(parent, 'a', 'b');
	t.is(await makeReportFolder(folder), folder);
	t.true((await stat(folder)).isDirectory());
	t.is(await makeReportFolder(folder), folder);
});

test('a folder that cannot be made is refused with its path and the flag to use', async (t) => {
	const parent = await mkdtemp(path.join(tmpdir(), 'gatequake-reports-'));
	t.teardown(async () => {
		await rm(parent, {recursive: true});
	});
	const file = path.join(parent, 'report');
	await writeFile(file, 'a file');
	for (const folder of [file, path.join(file, 'below')]) {
		const error = await t.throwsAsync(makeReportFolder(folder), {instanceOf: GatequakeError});
		t.is(error.code, 'NO_OUTPUT');
		t.is(error.exitCode, 2);
		t.true(error.message.startsWith(`the output folder ${folder} cannot be written: `));
		t.regex(error.hint ?? '', /--output/);
	}
});

test('the default folder sorts by time and carries the id of the run', (t) => {
	t.is(defaultReportFolder('/home/me/shop', new Date('2026-11-21T03:30:00.123Z'), 'k3x9'), '/home/me/shop/reports/20261121T033000-k3x9');
});

test('ids of runs are short, fit for names of containers, and differ', (t) => {
	const ids = Array.from({length: 100}, newRunId);
	t.is(new Set(ids).size, 100);
	t.true(ids.every((id) => /^[0-9a-f]{8}$/.test(id)));
});
