// `npm run bench -- load`: what the load generator can do on this machine, beside undici, autocannon and wrk, against one nginx.
// Rounds are interleaved, because a shared machine changes by the minute; read ratios, and the load average beside each row.
// Options: `--target HOST:PORT` (instead of an nginx of its own), `--seconds N` per measurement (default 4), `--rounds N` (default 2),
// `--only pace,peak,stall,samples,edges`, `--output FILE` (default reports/bench-load.json).
import {mkdir, writeFile} from 'node:fs/promises';
import {availableParallelism, release} from 'node:os';
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

/** How to read each table, printed above it and written beside it. */
const reading = {
	pace: `How late requests leave, from the instant at which they were due; medians of the rounds, "Best" is the best round. Asked: p99 of at most
2 ms at 2000 per second, and less than 1 % more than 5 ms late at 5000. cpuPercent is of one core, all threads; cpuOfGatequake says how many
times the generator's CPU undici takes for the same rate. Both pay the kernel the same for a request (one write and one read), which bounds
what a cheaper client can save: see docs/load-generator.md.`,
	peak: `The most that can be sent: wrk and autocannon as fast as answers come, the open loop at the highest rate that it holds on schedule. All
three are in containers beside nginx, and share its cores. The ratios compare machines; the numbers do not.`,
	stall: `A server that stalls for 3 s under 500 requests per second, clients that wait 2 s. Asked: every due request is sent (± 1), and the share
of errors is within 0.3 points of the theory. A closed loop sends one request per connection meanwhile, and reports a tenth of the errors.`,
	samples: `A million samples. Asked: writing and reading in at most 500 ms each, and no process above 200 MB. collectMs makes columns of what
came from the generator; generatorMb is the generator itself, prepared for a million requests.`,
	edges: `An app is killed and started again 20 times under 500 requests per second; errors are distances from the instants of the system calls.
Asked: withinUncertainty 20 (no error is larger than the uncertainty stated with it), medians of at most 5 ms.`,
} as const;

const wanted = new Set(values.only.split(','));
const results: Record<string, readonly BenchRow[]> = {};

async function measure(name: keyof typeof reading, run: () => Promise<readonly BenchRow[]>): Promise<void> {
	if (!wanted.has(name)) return;
	const rows = await run();
	results[name] = rows;
	console.log(`\n${name}\n${reading[name]}`);
	console.table(rows);
}

const startedMs = performance.now();
{
	await using target = await openTarget(values.target ?? null);
	const settings: BenchSettings = {...target, seconds: Number(values.seconds), rounds: Number(values.rounds)};
	await measure('pace', async () => await measurePace(settings));
	await measure('peak', async () => await measurePeak(settings));
	await measure('samples', async () => await measureSamples(settings));
}
await measure('stall', measureStall);
await measure('edges', measureEdges);

await mkdir(path.dirname(values.output), {recursive: true});
const machine = {cpus: availableParallelism(), kernel: release(), node: process.version};
await writeFile(values.output, `${JSON.stringify({at: new Date().toISOString(), machine, reading, results}, null, '\t')}\n`);
console.log(`\n${Math.round((performance.now() - startedMs) / 1000)} s; written to ${values.output}`);
