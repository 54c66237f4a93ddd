// All runs of one call of the tool, one after the other: each is saved, then judged, then taken down.
import {mkdir, rm} from 'node:fs/promises';
import path from 'node:path';
import {AsyncDisposableStack} from '@whatwg-node/disposablestack';
import {GatequakeError, exitCodes} from '../error.ts';
import {judge} from '../expectations/judge.ts';
import type {Judged} from '../expectations/judge.ts';
import type {ExpectationRule, Verdict} from '../expectations/expectation.ts';
import type {RunReport} from '../report/report.ts';
import {toRunReport} from '../report/to-report.ts';
import type {OtherEngine, Runtime} from '../runtime/runtime.ts';
import type {PlannedRun} from '../scenario/make-plans.ts';
import type {RunPlan} from '../scenario/plan.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {Permission} from '../topology/stack-target.ts';
import type {StartedTopology} from '../topology/start-topology.ts';
import {ensureImages} from './ensure-images.ts';
import {notRun} from './not-run.ts';
import {runOne} from './run-one.ts';
import type {RunProgress} from './run-one.ts';
import {saveTimeline} from './save-timeline.ts';

/** What an inconclusive run means, and how often it is tried again. */
export type InconclusivePolicy = {readonly kind: 'fail' | 'warn'} | {readonly kind: 'retry'; readonly times: number};

export interface SuiteOptions {
	readonly runtime: Runtime;
	readonly planned: readonly PlannedRun[];
	/** The user's images of the harness's own parts (`app`, `loadgen`). */
	readonly images: Readonly<Record<string, string>>;
	/** Of all expectations there are, a project's own included. Default: the shipped ones. */
	readonly rules?: readonly ExpectationRule[];
	/** Folder of the report; each run gets a folder of its own in it. */
	readonly folder: string;
	readonly inconclusive: InconclusivePolicy;
	/** Where load may go beyond the stacks that scenarios name. Default: nowhere. */
	readonly permission?: Permission;
	/** Engines on which more generators stand, for runs on stacks that are reached from there. Default: none. */
	readonly others?: readonly OtherEngine[];
	/** Leave the topology of a run that did not pass up, and stop there. */
	readonly keep: boolean;
	readonly signal: AbortSignal;
	readonly monoNow: () => number;
	readonly onProgress: (planned: PlannedRun, progress: RunProgress) => void;
	readonly onRunDone: (run: RunReport) => void;
	/** Says how to enter a topology that was kept. */
	readonly onKept: (sentences: readonly string[]) => void;
}

export interface SuiteResult {
	readonly runs: readonly RunReport[];
	/** Errors of the harness itself, beside the runs' verdicts. */
	readonly errors: readonly string[];
	readonly interrupted: boolean;
	/** The topology of a run was left up on purpose. */
	readonly kept: boolean;
}

export async function runSuite(options: SuiteOptions): Promise<SuiteResult> {
	const runs: RunReport[] = [];
	const errors: string[] = [];
	let kept = false;
	for (const [index, planned] of options.planned.entries()) {
		if (options.signal.aborted) {
			break;
		}

		try {
			const run = await runWithRetries(options, planned, index);
			runs.push(run);
			options.onRunDone(run);
			if (options.keep && run.verdict !== 'pass') {
				kept = true;
				break;
			}
		} catch (error) {
			if (options.signal.aborted) {
				break;
			}

			// The user's input is at fault: the rest would fail in the same way.
			if (error instanceof GatequakeError && error.exitCode === exitCodes.usage) {
				throw error;
			}

			errors.push(`${planned.plan.id}: ${wordsOf(error)}`);
		}
	}

	return {runs, errors, interrupted: options.signal.aborted, kept};
}

/** What went wrong, and what to do. */
function wordsOf(error: unknown): string {
	const hint = error instanceof GatequakeError ? error.hint : undefined;
	return `${error instanceof Error ? error.message : String(error)}${hint === undefined ? '' : `\n  ${hint}`}`;
}

async function runWithRetries(options: SuiteOptions, planned: PlannedRun, index: number): Promise<RunReport> {
	for (let attempt = 0; ; attempt++) {
		const run = await runAndJudge(options, planned, {index, attempt});
		if (!isTriedAgain(options, run.verdict, attempt) || options.signal.aborted) {
			return run;
		}
	}
}

function isTriedAgain({inconclusive}: Pick<SuiteOptions, 'inconclusive'>, verdict: Verdict, attempt: number): boolean {
	return verdict === 'inconclusive' && inconclusive.kind === 'retry' && attempt < inconclusive.times;
}

/** A topology whose run is tried again is not left up: the next one would run beside it. */
export function isLeftUp(options: Pick<SuiteOptions, 'inconclusive' | 'keep'>, verdict: Verdict, attempt: number): boolean {
	return options.keep && verdict !== 'pass' && !isTriedAgain(options, verdict, attempt);
}

async function runAndJudge(
	options: SuiteOptions,
	planned: PlannedRun,
	{index, attempt}: {readonly index: number; readonly attempt: number},
): Promise<RunReport> {
	const {runtime, signal, monoNow, onProgress} = options;
	const {plan} = planned;
	const {images, missing} = await ensureImages(runtime, planned, options.images);
	if (missing !== null) {
		const timeline = notRun(plan, images, missing);
		const {judged, files} = await saveAndJudge(options, timeline, new Map());
		return toRunReport(timeline, judged, files, {retriesOfRun: attempt});
	}

	const {timeline, logs, topology} = await runOne({
		runtime,
		planned,
		images,
		permission: options.permission ?? {targets: [], publicAddresses: false},
		others: options.others ?? [],
		label: `${index + 1}-${attempt + 1}`,
		signal,
		monoNow,
		progress: (progress) => {
			onProgress(planned, progress);
		},
	});
	await using down = new AsyncDisposableStack();
	down.use(topology);
	const {judged, files} = await saveAndJudge(options, timeline, logs);
	if (isLeftUp(options, judged.verdict, attempt)) {
		down.move();
		await keepUp(options, topology, plan.id);
		return toRunReport(timeline, judged, files, {retriesOfRun: attempt});
	}

	onProgress(planned, {phase: 'down', elapsedMs: 0, plannedMs: 0, counts: {}});
	const final = await takeDown(timeline, down, monoNow);
	await saveTimeline(folderOf(options, plan), final, new Map());
	return toRunReport(final, judged, files, {retriesOfRun: attempt});
}

/** Saved before anything is judged, so that a judge that fails costs no evidence. */
async function saveAndJudge(
	options: SuiteOptions,
	timeline: Timeline,
	logs: ReadonlyMap<string, string>,
): Promise<{readonly judged: Judged; readonly files: RunReport['files']}> {
	const folder = folderOf(options, timeline.plan);
	// What an earlier try, or an earlier report in the same folder, left there is not of this run.
	await rm(folder, {recursive: true, force: true});
	await mkdir(folder, {recursive: true});
	const files = await saveTimeline(folder, timeline, logs);
	const relative = (file: string) => path.relative(options.folder, file);
	return {
		judged: judge(timeline, options.rules),
		files: {timeline: relative(files.timeline), samples: relative(files.samples), logs: files.logs.map(relative)},
	};
}

function folderOf({folder}: SuiteOptions, {id}: RunPlan): string {
	return path.join(folder, id);
}

/** A failed clean-up never erases a verdict; it stands beside it. */
async function takeDown(timeline: Timeline, down: AsyncDisposableStack, monoNow: () => number): Promise<Timeline> {
	const from = monoNow();
	let left: readonly string[] = [];
	try {
		await down.disposeAsync();
	} catch (error) {
		left = [error instanceof Error ? error.message : String(error)];
	}

	return {...timeline, timings: {...timeline.timings, downMs: monoNow() - from}, cleanup: {ok: left.length === 0, left}};
}

async function keepUp(options: SuiteOptions, topology: StartedTopology, runId: string): Promise<void> {
	await options.runtime.markKept(runId);
	options.onKept([
		`left up for you to look at: ${runId}`,
		...[topology.gateway.container, ...topology.upstreams.map(({container}) => container)].map(
			({id, part}) => `  docker exec -it ${id.slice(0, 12)} sh   # ${part}`,
		),
		'  npx gatequake sweep --kept   # removes it',
	]);
}
