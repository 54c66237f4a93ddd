// One million samples: from rows to columns and to the file, and back in another process; with the highest memory of each, and that of a
// generator with as many requests to send.
import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {startLocalGenerator} from '../../helpers/local-generator.ts';
import {loadAverage, round, type BenchRow, type BenchSettings} from './bench-row.ts';
import {runOrder} from './pace.ts';

interface StepResult {
	readonly collectMs?: number;
	readonly fileMs: number;
	readonly bytes: number;
	readonly samples: number;
	readonly peakBytes: number;
}

export async function measureSamples(settings: BenchSettings): Promise<readonly BenchRow[]> {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-bench-'));
	try {
		const file = path.join(folder, 'samples');
		const written = await runStep('write', file);
		const read = await runStep('read', file);
		return [
			{
				samples: read.samples,
				collectMs: round(written.collectMs ?? Number.NaN, 0),
				writeMs: round(written.fileMs, 0),
				readMs: round(read.fileMs, 0),
				bytesPerSample: round(written.bytes / written.samples),
				writerPeakMb: round(written.peakBytes / 1e6, 0),
				readerPeakMb: round(read.peakBytes / 1e6, 0),
				generatorMb: round((await generatorBytes(settings)) / 1e6, 0),
				loadAverage: loadAverage(),
			},
		];
	} finally {
		await rm(folder, {recursive: true});
	}
}

/** Of a generator that is prepared for a million requests, after it has sent for a while: its memory is fixed before the first one. */
async function generatorBytes(settings: BenchSettings): Promise<number> {
	await using generator = await startLocalGenerator();
	await runOrder(generator.driver, settings, generatorRate, (1_000_000 / generatorRate) * 1000);
	return await generator.residentBytes();
}

const generatorRate = 5000;

async function runStep(step: 'write' | 'read', file: string): Promise<StepResult> {
	const program = new URL('sample-step.ts', import.meta.url).pathname;
	const child = spawn(process.execPath, ['--no-warnings', program, step, file], {stdio: ['ignore', 'pipe', 'inherit']});
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sample-step.ts prints exactly this.
	return JSON.parse(await text(child.stdout)) as StepResult;
}
