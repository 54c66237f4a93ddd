// `npm run bench -- load`: what the load generator can do on this machine, beside undici, autocannon and wrk, against one nginx.
// Rounds are interleaved, because a shared machine changes by the minute; read ratios, and the load average beside each row.
// Options: `--target HOST:PORT` (instead of an nginx of its own), `--seconds N` per measurement (default 4), `--rounds N` (default 2),
// `--only pace,peak,stall,samples,edges`, `--output FILE` (default reports/bench-load.json).
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {openTarget} from './load/target.ts';
import {measureEdges} from './load/edges.ts';
import {measurePace} from './load/pace.ts';
import {measurePeak} from './load/peak.ts';
import {measureSamples} from './load/sample-cost.ts';
import {measureStall} from './load/stall.ts';
import type {BenchRow, BenchSettings} from './load/bench-row.ts';

const {values} = parseArgs({
	options: {
		target: {type: 'string'},
		seconds: {type: 'string', default: '4'},
		rounds: {type: 'string', default: '2'},
		only: {type: 'string', default: 'pace,peak,stall,samples,edges'},
		output: {type: 'string', default: 'reports/bench-load.json'},
	},
});
const wanted = new Set(values.only.split(','));
const results: Record<string, readonly BenchRow[]> = {};

async function measure(name: string, run: () => Promise<readonly BenchRow[]>): Promise<void> {
	if (!wanted.has(name)) return;
	const rows = await run();
	results[name] = rows;
	console.log(`\n${name}`);
	console.table(rows);
}

if (wanted.has('pace') || wanted.has('peak')) {
	await using target = await openTarget(values.target ?? null);
	const settings: BenchSettings = {...target, seconds: Number(values.seconds), rounds: Number(values.rounds)};
	await measure('pace', async () => await measurePace(settings));
	await measure('peak', async () => await measurePeak(settings));
}
await measure('stall', measureStall);
await measure('samples', measureSamples);
await measure('edges', measureEdges);

await mkdir(path.dirname(values.output), {recursive: true});
await writeFile(values.output, `${JSON.stringify({at: new Date().toISOString(), node: process.version, results}, null, '\t')}\n`);
console.log(`\nwritten to ${values.output}`);
