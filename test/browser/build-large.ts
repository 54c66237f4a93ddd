// Builds the report of a large suite from the samples of its runs, as `run` does: each timeline is judged and reduced, then the renderings
// are written. Prints how long the processor took, for the diagnoses apart, how long that was on the wall, how much memory it needed, and the
// sizes. A fifth of the requests of each run fail: for a diagnosis that is the worst there is. By hand:
// node test/browser/build-large.ts [runs]
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {diagnoseRun} from '../../src/diagnosis/diagnose-run.ts';
import {judge} from '../../src/expectations/judge.ts';
import type {RunReport} from '../../src/report/report.ts';
import {reporters} from '../../src/report/reporters.ts';
import {streamOf} from '../../src/report/report-stream.ts';
import {toRunReport} from '../../src/report/to-report.ts';
import {writeReports} from '../../src/run/write-reports.ts';
import {buildReport} from '../helpers/report-builder.ts';
import {buildTimeline, hung, killed} from '../helpers/timeline-builder.ts';

const count = Number(process.argv[2] ?? 300);
const fault = {fromMs: 21_500, toMs: 31_500};
const phases = {baselineMs: 20_000, faultMs: 10_000, recoveryMs: 19_500};
/** Of 10 000 samples each; which of them a run has makes no difference to what it costs. */
const timelines = [buildTimeline({seed: 1, ...phases, fault: killed(fault)}), buildTimeline({seed: 2, ...phases, fault: hung(fault)})];

const folder = mkdtempSync(path.join(tmpdir(), 'gatequake-large-'));
const [cpu, wallMs] = [process.threadCpuUsage(), performance.now()];
let samples = 0;
let diagnosisMs = 0;
const runs = Array.from({length: count}, (_, index): RunReport => {
	const known = timelines[index % timelines.length];
	if (known === undefined) throw new RangeError('there are two');
	// Each run has events of its own: what is joined once for a run must be joined for each.
	const timeline = {...known, events: [...known.events]};
	samples += timeline.samples.count;
	const [scenario, label] = [`scenario-${Math.floor(index / 7) + 1}`, `gateway-${(index % 7) + 1}`];
	const gateway = {...timeline.plan.gateway, label};
	const plan = {...timeline.plan, id: `${scenario}.${label}.default.1`, scenario, gateway};
	const judged = judge(timeline);
	const before = process.threadCpuUsage();
	const diagnosis = diagnoseRun({...timeline, plan}, judged.facts);
	diagnosisMs += msOf(process.threadCpuUsage(before));
	return toRunReport({...timeline, plan}, judged, {timeline: 'a/timeline.json', samples: 'a/samples.bin', logs: []}, {diagnosis});
});
const written = await writeReports(streamOf(buildReport(runs)), [reporters.json, reporters.junit, reporters.markdown, reporters.html], {
	folder,
	stdout: process.stdout,
});
const cpuMs = msOf(process.threadCpuUsage(cpu)) - diagnosisMs;
const sizes = Object.fromEntries(written.map((file) => [path.basename(file), statSync(file).size]));
rmSync(folder, {recursive: true});
const peakBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${JSON.stringify({samples, cpuMs, diagnosisMs, wallMs: performance.now() - wallMs, peakBytes, sizes})}\n`);

function msOf({user, system}: NodeJS.CpuUsage): number {
	return (user + system) / 1000;
}
