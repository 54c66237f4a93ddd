// Hundreds of reports at once: each run is read, reduced or packed, and let go, so that memory does not grow with what they weigh.
import {execFile} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test from 'ava';
import {largeReport} from '../browser/sample-reports.ts';
import {temporaryFolder} from '../helpers/command.ts';
import {buildPlan} from '../helpers/report-builder.ts';
import {saveReport} from '../helpers/saved-report.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const mostBytes = 400 * 2 ** 20;
const reports = 300;

test('300 reports of 2100 runs and 21 million requests are merged, page and all, and compared in 400 MB', async (t) => {
	t.timeout(15 * 60_000);
	await using folder = await temporaryFolder();
	const {runs, ...head} = largeReport({scenarios: 1, lengthMs: 50_000});
	const names: string[] = [];
	for (let shard = 1; shard <= reports; shard++) {
		const own = runs.map((run) => ({...run, id: run.id.replace(/\.1$/, `.${shard}`), repeat: shard}));
		names.push(await saveReport(folder.path, `shard${shard}`, {...head, runs: own, plan: buildPlan(own, 'one')}));
	}

	const merged = await peakOf(['merge', ...names, '--output', path.join(folder.path, 'all')]);
	const compared = await peakOf(['compare', path.join(folder.path, 'all'), '--by', 'gateway', '--metric', 'outageMs']);
	t.log(`merge ${(merged / 2 ** 20).toFixed(0)} MB, compare ${(compared / 2 ** 20).toFixed(0)} MB`);
	t.true(merged < mostBytes, `${merged} bytes`);
	t.true(compared < mostBytes, `${compared} bytes`);
});

/** Of the command in a process of its own. */
async function peakOf(args: readonly string[]): Promise<number> {
	const program = `process.on('exit', () => console.error('peak', process.resourceUsage().maxRSS));process.argv.splice(1, 0, ${JSON.stringify(main)});await import(${JSON.stringify(main)})`;
	const run = promisify(execFile)(process.execPath, ['--no-warnings', '--input-type=module', '-e', program, '--', ...args], {
		maxBuffer: 2 ** 28,
	});
	const {stderr} = await run.catch((error: unknown) => {
		// What it found is not asked here: its exit code may be any.
		if (error instanceof Error && 'stderr' in error && typeof error.stderr === 'string') return {stderr: error.stderr};
		throw error;
	});
	return 1024 * Number(/peak (\d+)/.exec(stderr)?.[1] ?? Number.NaN);
}
