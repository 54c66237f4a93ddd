import {readFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {gatequake, readReport, repository, temporaryFolder} from '../helpers/command.ts';
import {leftoversOf} from '../helpers/leftovers.ts';

const example = path.join(repository, 'examples/own-parts');

test("a project's own fault, expectation, upstream and reporter make a run, and its saved run is judged again", async (t) => {
	t.timeout(600_000);
	await using folder = await temporaryFolder();
	const args = ['run', '--reporter', 'console,json,./outages.ts', '--output', folder.path, '--inconclusive', 'retry=2'];
	const {exitCode, stdout, stderr} = await gatequake(args, {cwd: example});
	t.is(exitCode, 0, `${stdout}\n${stderr}`);
	const [run] = (await readReport(folder.path)).runs;
	t.like(run, {verdict: 'pass', fault: {kind: 'maintenance', witness: {count: 1}}});
	t.deepEqual(
		run?.expectations.map(({name, verdict}) => [name, verdict]),
		[
			['errors', 'pass'],
			['calmTail', 'pass'],
			['ledger', 'pass'],
		],
	);
	t.regex(
		await readFile(path.join(folder.path, 'outages.txt'), 'utf8'),
		/^closed-for-maintenance on nginx: pass, \d\.\d s without service\n$/,
	);
	t.deepEqual(await leftoversOf(stdout), []);
	const again = await gatequake(['judge', path.join(folder.path, run?.id ?? '')], {cwd: example});
	t.is(again.exitCode, 0, again.stdout + again.stderr);
});
