import path from 'node:path';
import test from 'ava';
import {gatequake, readReport, temporaryFolder} from '../helpers/command.ts';
import {reportTold} from '../helpers/report-told.ts';

const shards = 8;
const plan = ['upstream-killed', 'hang', 'reset-before-headers', 'huge-headers', '--repeat', '2', '--seed', '5'];
const flags = ['--reporter', 'json', '--inconclusive', 'retry=3'];

test('eight shards, merged, give the report of one call with the same plan, but for what was measured', async (t) => {
	t.timeout(30 * 60_000);
	await using folder = await temporaryFolder();
	const at = (name: string) => path.join(folder.path, name);
	await gatequake(['run', ...plan, ...flags, '--output', at('whole')]);
	const names = Array.from({length: shards}, (_, index) => `shard${index + 1}`);
	for (const [index, name] of names.entries()) {
		await gatequake(['run', ...plan, ...flags, '--shard', `${index + 1}/${shards}`, '--output', at(name)]);
	}

	const {exitCode, stderr} = await gatequake([
		'merge',
		...names.toReversed().map(at),
		'--output',
		at('joined'),
		'--reporter',
		'junit,html',
	]);
	const [whole, joined] = [await readReport(at('whole')), await readReport(at('joined'))];
	t.is(whole.runs.length, 8);
	t.is(exitCode, whole.exitCode, stderr);
	t.deepEqual(reportTold(joined), reportTold(whole));
});
