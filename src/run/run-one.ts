// One run, from topology up to topology down: the only place that decides what happens when. It judges nothing; it fills a Timeline.
import {AsyncDisposableStack} from '@whatwg-node/disposablestack';
import {GatequakeError} from '../error.ts';
import type {ArmedFault, FaultContext} from '../faults/fault.ts';
import type {LiveTrace} from '../report/progress.ts';
import type {OtherEngine, Runtime} from '../runtime/runtime.ts';
import type {PlannedRun} from '../scenario/make-plans.ts';
import type {Timeline, Witness} from '../timeline/timeline.ts';
import {startTopology} from '../topology/start-topology.ts';
import type {StartedTopology} from '../topology/start-topology.ts';
import {startStack} from '../topology/start-stack.ts';
import type {Permission} from '../topology/stack-target.ts';
import type {RunImages} from './ensure-images.ts';
import {bounded} from './bounded.ts';
import {capacityOf, probeCapacity} from './probe-capacity.ts';
import {History, containerEvents} from './history.ts';
import {loadOverrun} from './load-overrun.ts';
import {orProblem} from './or-problem.ts';
import {partsOf} from './parts-of.ts';
import {pause} from './pause.ts';
import {saturationOf} from './saturation.ts';
import type {SaturationOfRun} from './saturation.ts';
import {traceOf} from './trace-of.ts';
import {uncleanBaseline} from './unclean-baseline.ts';

export interface RunProgress {
	readonly phase: 'up' | 'baseline' | 'fault' | 'recovery' | 'collect' | 'down';
	readonly elapsedMs: number;
	readonly plannedMs: number;
	readonly counts: Readonly<Record<string, number>>;
	/** Made when it is asked for: most outputs show nothing of it. */
	readonly trace?: () => LiveTrace | null;
}

export interface RunOneOptions {
	readonly runtime: Runtime;
	readonly planned: PlannedRun;
	readonly images: RunImages;
	/** Where load may go beyond a stack itself. */
	readonly permission: Permission;
	/** Engines on which more generators stand. */
	readonly others: readonly OtherEngine[];
	readonly label: string;
	readonly signal: AbortSignal;
	readonly monoNow: () => number;
	readonly progress: (progress: RunProgress) => void;
}

/** What a run leaves: its history, the raw logs by name, and the topology, still up, for its owner to take down. */
export interface FinishedRun {
	readonly timeline: Timeline;
	readonly logs: ReadonlyMap<string, string>;
	readonly topology: StartedTopology;
}

export async function runOne(options: RunOneOptions): Promise<FinishedRun> {
	const {planned, images, signal, monoNow, progress} = options;
	const {plan} = planned;
	const upFrom = monoNow();
	progress({phase: 'up', elapsedMs: 0, plannedMs: 0, counts: {}});
	await using started = new AsyncDisposableStack();
	const topology = started.use(await startParts(options));
	const upMs = monoNow() - upFrom;
	const history = new History();
	const loadFrom = monoNow();
	const load = await underLoad({...options, topology, history});
	const loadMs = monoNow() - loadFrom;
	signal.throwIfAborted();
	progress({phase: 'collect', elapsedMs: 0, plannedMs: 0, counts: {}});
	const collectFrom = monoNow();
	const logs = await collectInto(history, topology);
	const sorted = history.sorted();
	const {samples} = load;
	const witness = await orProblem('the witness of the fault broke', () => load.witness({events: sorted, samples}), {
		problems: history.problems,
		signal,
	});
	const timeline: Timeline = {
		schemaVersion: 1,
		plan,
		startedAt: topology.clock.startedAt,
		events: sorted,
		samples,
		generator: load.generator,
		witness,
		capacity: load.capacity,
		saturation: load.saturation,
		parts: {...partsOf(images), ...topology.parts},
		problems: history.problems,
		timings: {upMs, gatewayMs: topology.gatewayMs, loadMs, collectMs: monoNow() - collectFrom, downMs: 0},
		cleanup: {ok: true, left: []},
	};
	started.move();
	return {timeline, logs, topology};
}

/** Its own, or somebody else's stack. */
async function startParts({runtime, planned, images, label, permission, others, monoNow, signal}: RunOneOptions): Promise<StartedTopology> {
	const {plan, kind, innerKinds, filesBeside} = planned;
	const {stack} = plan;
	if ('gateway' in images) return await startTopology({runtime, plan, kind, innerKinds, filesBeside, images, label, monoNow, signal});
	if (stack === undefined)
		throw new GatequakeError('expected the images of a topology, and there are those of a stack', {code: 'NO_IMAGE'});
	return await startStack({runtime, plan: {...plan, stack}, kind, images, label, permission, others, monoNow, signal});
}

/** What cannot be read costs the verdict, and not the samples. */
async function collectInto(history: History, topology: StartedTopology): Promise<ReadonlyMap<string, string>> {
	const watched = [topology.gateway, ...topology.inner, ...topology.upstreams];
	history.add([...containerEvents(topology), ...watched.flatMap((part) => part.events())]);
	// First: what went wrong besides came of that.
	history.problems.unshift(...topology.disturbances());
	try {
		const {events, logs} = await topology.collect();
		history.add(events);
		return logs;
	} catch (error) {
		history.problems.push(`journals and logs could not be read: ${error instanceof Error ? error.message : String(error)}`);
		return new Map();
	}
}

interface UnderLoad extends RunOneOptions {
	readonly topology: StartedTopology;
	readonly history: History;
}

interface UnderSaturation extends UnderLoad {
	readonly saturation: SaturationOfRun;
}

interface LoadResult extends Pick<Timeline, 'samples' | 'generator' | 'capacity' | 'saturation'> {
	readonly witness: (collected: Pick<Timeline, 'events' | 'samples'>) => Witness | null;
}

/** Beyond the windows: for injections and recoveries that take their time. */
const extraMs = 60_000;
const interruptedClearMs = 10_000;

async function underLoad(options: UnderLoad): Promise<LoadResult> {
	const {planned, topology, history, signal} = options;
	const {plan} = planned;
	const {driver, clock} = topology;
	const before = await probeCapacity(plan, topology);
	const plannedMs = Object.values(plan.phases).reduce((sum, phaseMs) => sum + phaseMs, 0);
	const maxDurationMs = plannedMs + extraMs;
	const saturation = saturationOf(plan, topology, maxDurationMs);
	await saturation.beginRun();
	const {t0MonoMs} = await driver.open({load: plan.load, ...topology.target, maxDurationMs, seed: plan.seed}, (monoMs) =>
		clock.fromMonoMs(monoMs),
	);
	const startedMs = clock.fromMonoMs(t0MonoMs);
	history.mark('load-started', {atMs: startedMs, uncertaintyMs: 0.05});
	let armed: ArmedFault | null = null;
	try {
		armed = await phases({...options, saturation}, startedMs);
	} catch (error) {
		if (signal.aborted) {
			throw error;
		}

		history.problems.push(`the run broke off: ${error instanceof Error ? error.message : String(error)}`);
	}

	signal.throwIfAborted();
	const stop = clock.now();
	const {samples, health} = await driver.stop(null);
	history.mark('load-stopped', stop);
	const overrun = loadOverrun({startedMs, stoppedMs: stop.atMs, maxDurationMs});
	if (overrun !== null) {
		history.problems.push(overrun);
	}

	const saturated = await orProblem('the gateway could not be left alone again', async () => await saturation.endRun(), {
		problems: history.problems,
		signal,
	});
	const after = await orProblem('the capacity after the recovery could not be measured', async () => await probeCapacity(plan, topology), {
		problems: history.problems,
		signal,
	});
	return {
		samples,
		generator: health,
		capacity: capacityOf(before, after),
		saturation: saturated,
		witness: (collected) => armed?.witness(collected) ?? null,
	};
}

/** Baseline, fault and recovery, by the clock of the timeline. Gives the fault, cleared, or null where none was injected. */
async function phases(options: UnderSaturation, startedMs: number): Promise<ArmedFault | null> {
	const {planned, topology, history, signal} = options;
	const {plan, fault} = planned;
	const {warmupMs, baselineMs, faultMs, recoveryMs} = plan.phases;
	const {clock} = topology;
	const until = async (phase: RunProgress['phase'], fromMs: number, toMs: number) => {
		await waitUntil(options, {phase, fromMs, toMs});
	};

	await until('baseline', startedMs, startedMs + warmupMs + baselineMs);
	history.mark('baseline-ended', clock.now());
	const unclean = uncleanBaseline(plan, topology.driver.recent(), startedMs + warmupMs);
	if (unclean !== null) {
		history.problems.push(unclean);
		return null;
	}

	const baselineEndedMs = clock.now().atMs;
	if (fault === null || plan.mode === 'withheld') {
		await enterWindow(options, 'fault');
		await until('fault', baselineEndedMs, baselineEndedMs + faultMs);
		await enterWindow(options, 'recovery');
		await until('recovery', baselineEndedMs + faultMs, baselineEndedMs + faultMs + recoveryMs);
		return null;
	}

	history.mark('inject-requested', clock.now());
	const armed = await bounded(fault.inject(faultContext(options)), {
		waitsFor: 'for the effect of the fault',
		withinMs: extraMs,
		signal,
	});
	try {
		history.mark('inject-effective', armed.effective, armed.evidence);
		await enterWindow(options, 'fault');
		await until('fault', armed.effective.atMs, armed.effective.atMs + faultMs);
		history.mark('clear-requested', clock.now());
	} finally {
		// An interrupted run takes its fault back too, and does not wait long for the service to come back.
		const withinMs = signal.aborted ? interruptedClearMs : extraMs;
		const cleared = await bounded(armed.clear(), {waitsFor: 'for the end of the fault', withinMs});
		history.mark('clear-effective', cleared, cleared.evidence);
	}

	signal.throwIfAborted();
	const clearedMs = clock.now().atMs;
	await enterWindow(options, 'recovery');
	await until('recovery', clearedMs, clearedMs + recoveryMs);
	return armed;
}

/** What the plan has for the beginning of a window, beside the fault: changes of the rate, and what saturates the gateway. */
async function enterWindow({topology, saturation}: UnderSaturation, window: 'fault' | 'recovery'): Promise<void> {
	await topology.driver.enterWindow(window);
	await saturation?.enterWindow(window);
}

function faultContext({planned, topology, history, signal}: UnderLoad): FaultContext {
	return {
		plan: planned.plan,
		topology,
		signal,
		now: () => topology.clock.now(),
		record: (event) => {
			history.add([event]);
		},
		pause: async (durationMs) => {
			await pause(durationMs, signal);
		},
		recentSamples: () => topology.driver.recent(),
	};
}

async function waitUntil(
	{planned: {plan}, topology, history, progress, signal}: UnderLoad,
	{phase, fromMs, toMs}: {readonly phase: RunProgress['phase']; readonly fromMs: number; readonly toMs: number},
): Promise<void> {
	for (;;) {
		const nowMs = topology.clock.now().atMs;
		// Nothing more can be shown, and no more load is sent to a stack that has troubles of its own.
		if (topology.disturbances().length > 0) {
			throw new GatequakeError(`something else happened to the stack in the window of the ${phase}`, {
				code: 'DISTURBED',
			});
		}

		progress({
			phase,
			elapsedMs: nowMs - fromMs,
			plannedMs: toMs - fromMs,
			counts: topology.driver.counts(),
			trace: () => traceOf(plan, topology.driver.series(), history),
		});
		if (nowMs >= toMs) {
			return;
		}

		await pause(Math.min(100, toMs - nowMs), signal);
	}
}
