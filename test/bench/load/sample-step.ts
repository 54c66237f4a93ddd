// `node sample-step.ts write|read FILE`: one half of sample-cost.ts, in a process of its own, so that its memory is its own.
import {readFileSync, writeFileSync} from 'node:fs';
import {collectSamples} from '../../../src/load/collect.ts';
import {seededRandom} from '../../../src/load/random.ts';
import {RowBatch} from '../../../src/load/rows.ts';
import {decodeSamples, encodeSamples} from '../../../src/timeline/sample-file.ts';

const count = 1_000_000;
const rowsInPayload = 4096;
const [step, file = ''] = process.argv.slice(2);

if (step === 'write') write();
else read();

function write(): void {
	const schedule = Float64Array.from({length: count}, (_, index) => index / 5);
	const payloads = makePayloads(schedule);
	const startMs = performance.now();
	const samples = collectSamples({payloads, schedule, stopAtMs: count, share: {index: 0, count: 1}, t0Ms: 1234.567});
	const collectMs = performance.now() - startMs;
	payloads.length = 0;
	const collectedMs = performance.now();
	const bytes = encodeSamples(samples);
	writeFileSync(file, bytes);
	report({collectMs, fileMs: performance.now() - collectedMs, bytes: bytes.byteLength, samples: samples.count});
}

function read(): void {
	const startMs = performance.now();
	const bytes = readFileSync(file);
	const samples = decodeSamples(bytes);
	report({fileMs: performance.now() - startMs, bytes: bytes.byteLength, samples: samples.count});
}

function report(result: object): void {
	process.stdout.write(JSON.stringify({...result, peakBytes: process.resourceUsage().maxRSS * 1024}));
}

function makePayloads(schedule: Float64Array): Uint8Array[] {
	const random = seededRandom(1);
	const batch = new RowBatch(rowsInPayload);
	const payloads: Uint8Array[] = [];
	const take = () => {
		const bytes = batch.take();
		if (bytes !== null) payloads.push(bytes);
	};
	for (const [index, dueMs] of schedule.entries()) {
		const sentUs = Math.floor(random() * 300);
		const firstByteUs = sentUs + 500 + Math.floor(random() * 3000);
		const endUs = firstByteUs + Math.floor(random() * 50);
		batch.push({id: index + 1, firstId: index + 1, dueMs, sentUs, firstByteUs, endUs, status: 200, outcome: 0, flags: 6, upstream: 1});
		if (batch.full) take();
	}
	take();
	return payloads;
}
