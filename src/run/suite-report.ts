// One call of the tool from the opening of the engine to the finished report: the runs, what was left behind, the host, the totals.
import {performance} from 'node:perf_hooks';
import {AsyncDisposableStack} from '@whatwg-node/disposablestack';
import type {Report} from '../report/report.ts';
import {totalsOf} from '../report/totals.ts';
import {openRuntime} from '../runtime/open-runtime.ts';
import type {EngineInfo, OtherEngine} from '../runtime/runtime.ts';
import {version} from '../version.ts';
import {runSuite} from './run-suite.ts';
import type {SuiteOptions, SuiteResult} from './run-suite.ts';

export interface SuiteReportOptions
	extends Omit<SuiteOptions, 'runtime' | 'monoNow' | 'others'>, Pick<Report, 'command' | 'seed' | 'plan' | 'shard' | 'skipped'> {
	/** Of this call: in the labels of everything that it starts. */
	readonly runId: string;
	/** Addresses or docker contexts of engines on which more generators stand. Default: none. */
	readonly generatorEngines?: readonly string[];
	/** What goes on with engine and images, sentence by sentence. */
	readonly say: (sentence: string) => void;
	/** Compares what came with an earlier report; null where there is none. */
	readonly sinceBaseline: ((document: ReportDocument) => Report['baseline']) | null;
}

/** A report before anything was concluded from it. */
export type ReportDocument = Omit<Report, 'verdict' | 'exitCode' | 'counts'>;

/** @throws GatequakeError where no engine answers, or the user's input is at fault. Runs that end badly are in the report. */
export async function suiteReport(options: SuiteReportOptions): Promise<Report> {
	const startedAt = new Date();
	const startedMs = performance.now();
	const {engine, result, left} = await runAndLeave(options);
	const document: ReportDocument = {
		schemaVersion: 1,
		tool: {name: 'gatequake', version},
		startedAt: startedAt.toISOString(),
		durationMs: Math.round(performance.now() - startedMs),
		host: {
			kernel: engine.kernel,
			cpus: engine.cpus,
			memoryBytes: engine.memoryBytes,
			engine: `${engine.name} ${engine.version}`,
			cgroup: engine.cgroup,
		},
		command: options.command,
		seed: options.seed,
		interrupted: result.interrupted,
		errors: [...result.errors, ...left.map((what) => `left behind: ${what}`)],
		plan: options.plan,
		shard: options.shard,
		baseline: null,
		skipped: options.skipped,
		runs: result.runs,
	};
	const compared = {...document, baseline: options.sinceBaseline?.(document) ?? null};
	return {...compared, ...totalsOf(compared, options.inconclusive.kind === 'warn')};
}

async function runAndLeave(
	options: SuiteReportOptions,
): Promise<{readonly engine: EngineInfo; readonly result: SuiteResult; readonly left: readonly string[]}> {
	const {runId, keep, generatorEngines = [], say, signal} = options;
	const runtime = await openRuntime({runId, keep, progress: say, signal});
	let disposed = false;
	await using cleanup = new AsyncDisposableStack();
	cleanup.defer(async () => {
		if (!disposed) {
			await runtime[Symbol.asyncDispose]();
		}
	});
	const others: OtherEngine[] = [];
	cleanup.defer(async () => void (await leaveOthers(others)));
	if (generatorEngines.length > 0) {
		const image = await runtime.ensureImage('loadgen', options.images['loadgen'] ?? null);
		for (const name of generatorEngines) others.push(await runtime.openOther(name, image));
	}

	const result = await runSuite({...options, runtime, others, monoNow: () => Number(process.hrtime.bigint()) / 1e6});
	const elsewhere = await leaveOthers(others.splice(0));
	disposed = true;
	await runtime[Symbol.asyncDispose]();
	return {engine: runtime.engine, result, left: [...(result.kept ? [] : await runtime.left()), ...elsewhere]};
}

/** In words what could not be removed: one that died in the middle costs no report. */
async function leaveOthers(others: readonly OtherEngine[]): Promise<readonly string[]> {
	const left = await Promise.all(
		others.map(async (other) => {
			try {
				await other[Symbol.asyncDispose]();
				return await other.left();
			} catch (error) {
				const why = error instanceof Error ? error.message : String(error);
				return [`what there was of this run on ${other.name} (\`gatequake sweep --generator-engine ${other.name}\`): ${why}`];
			}
		}),
	);
	return left.flat();
}
