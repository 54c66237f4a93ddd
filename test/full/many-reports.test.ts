// Hundreds of reports at once: each run is read, reduced or packed, and let go, so that memory does not grow with what they weigh.
import {execFile} from 'node:child_process';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test from 'ava';
import {largeReport} from '../browser/sample-reports.ts';
import {temporaryFolder} from '../helpers/command.ts';
import {launcherMemory} from '../helpers/launcher-memory.ts';
import {buildPlan} from '../helpers/report-builder.ts';
import {saveReport} from '../helpers/saved-report.ts';
import {someSamples} from '../helpers/some-samples.ts';
import {encodeSamples} from '../../src/timeline/sample-file.ts';

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

	const merged = await costOf(['merge', ...names, '--output', path.join(folder.path, 'all')]);
	const compared = await costOf(['compare', path.join(folder.path, 'all'), '--by', 'gateway', '--metric', 'outageMs']);
	t.log(`merge ${wordsOf(merged)}; compare ${wordsOf(compared)}`);
	t.true(merged.peakBytes < mostBytes, wordsOf(merged));
	t.true(compared.peakBytes < mostBytes, wordsOf(compared));
});

test('200 shards of 1000 runs, with the 10 million samples that they saved, are merged in 500 MB and 60 s', async (t) => {
	t.timeout(15 * 60_000);
	await using folder = await temporaryFolder();
	const {runs: made, ...head} = largeReport({scenarios: 1, lengthMs: 50_000});
	const shards = Array.from({length: 200}, (_, index) =>
		made.slice(0, 5).map((run) => {
			const id = run.id.replace(/\.1$/, `.${index + 1}`);
			return {...run, id, repeat: index + 1, files: {timeline: `${id}/timeline.json`, samples: `${id}/samples.gqs`, logs: []}};
		}),
	);
	const plan = buildPlan(shards.flat(), 'one');
	const samples = encodeSamples(someSamples(10_000));
	const names: string[] = [];
	for (const [index, runs] of shards.entries()) {
		const saved = await saveReport(folder.path, `shard${index + 1}`, {...head, runs, plan, shard: {index: index + 1, of: shards.length}});
		for (const {id} of runs) {
			await mkdir(path.join(saved, id));
			await writeFile(path.join(saved, id, 'samples.gqs'), samples);
		}

		names.push(saved);
	}

	const merged = await costOf(['merge', ...names, '--output', path.join(folder.path, 'all')]);
	t.log(`merge ${wordsOf(merged)}, ${samples.length} bytes of samples a run`);
	t.true(merged.peakBytes < 500e6, wordsOf(merged));
	// Of a core to itself: on a machine with other work, how long it takes is that work's doing.
	t.true(merged.processorMs < 60_000, wordsOf(merged));
});

interface Cost {
	readonly peakBytes: number;
	readonly processorMs: number;
	readonly wallMs: number;
}

function wordsOf({peakBytes, processorMs, wallMs}: Cost): string {
	return `${(peakBytes / 1e6).toFixed(0)} MB, ${(processorMs / 1000).toFixed(1)} s of processor, ${(wallMs / 1000).toFixed(1)} s in all`;
}

/** Of the command in a process of its own. */
async function costOf(args: readonly string[]): Promise<Cost> {
	const program = `process.on('exit', () => { const {maxRSS, userCPUTime, systemCPUTime} = process.resourceUsage(); console.error('cost', maxRSS, userCPUTime + systemCPUTime, performance.now()); });process.argv.splice(1, 0, ${JSON.stringify(main)});await import(${JSON.stringify(main)})`;
	const run = promisify(execFile)(
		process.execPath,
		[...launcherMemory(), '--no-warnings', '--input-type=module', '-e', program, '--', ...args],
		{
			maxBuffer: 2 ** 28,
		},
	);
	const {stderr} = await run.catch((error: unknown) => {
		// What it found is not asked here: its exit code may be any.
		if (error instanceof Error && 'stderr' in error && typeof error.stderr === 'string') return {stderr: error.stderr};
		throw error;
	});
	const [, peakKib, processorUs, wallMs] = /cost (\d+) (\d+) ([\d.]+)/.exec(stderr) ?? [];
	return {peakBytes: 1024 * Number(peakKib), processorMs: Number(processorUs) / 1000, wallMs: Number(wallMs)};
}
