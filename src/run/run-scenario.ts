// One scenario on one gateway from within a test of any runner: resolves where the run passed, rejects with its evidence where it did not.
import {AssertionError} from 'node:assert';
import {randomInt} from 'node:crypto';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {GatequakeError, exitCodes} from '../error.ts';
import {renderRun} from '../report/console.ts';
import {reporters} from '../report/reporters.ts';
import {streamOf} from '../report/report-stream.ts';
import type {Report, RunReport} from '../report/report.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {loadProject} from '../scenario/load-project.ts';
import {loadScenarios} from '../scenario/load-scenario.ts';
import {makePlans} from '../scenario/make-plans.ts';
import {planHash} from '../scenario/plan-hash.ts';
import {plainPlanOptions} from '../scenario/plan-options.ts';
import type {Config} from '../scenario/make-plans.ts';
import {checkGeneratorEngines} from './check-generator-engines.ts';
import {writeReports} from './write-reports.ts';
import {defaultReportFolder, makeReportFolder, newRunId} from './report-folder.ts';

/** Of `runScenario()`: what the flags of `gatequake run` are to the command line. */
export interface RunScenarioOptions {
	/** Name of a shipped gateway, or of one in `gatequake.config.ts` of the working folder. Default `nginx`. */
	readonly gateway?: string;
	/** Path of a config of your own for it, relative to the working folder. Default: one rendered from the scenario. */
	readonly config?: string;
	/** Image references by part, such as `{nginx: 'nginx:1.29'}`. */
	readonly images?: Readonly<Record<string, string>>;
	/** Requests per second, instead of the scenario's. */
	readonly ratePerSecond?: number;
	/** Seed of everything random. Default: another one each time; it is in the report. */
	readonly seed?: number;
	/** Folder for the report, samples, timeline and logs. Default: a new one in `reports/` of the working folder. */
	readonly output?: string;
	/** How often a run that proved nothing (its load generator was late, its baseline unclean) is repeated. Default 1. */
	readonly retries?: number;
	/** Hosts (`host` or `host:port`) that load may go to where a scenario on a stack of yours leads out of it. Default: none. */
	readonly allowTargets?: readonly string[];
	/** Those may have public addresses, too. Default false. */
	readonly allowPublic?: boolean;
	/** Addresses (`tcp://10.0.0.7:2376`) or docker contexts of engines on which more generators stand. Default: none. */
	readonly generatorEngines?: readonly string[];
	/** You agree that faults are injected into containers of yours (`attach()`, `external()`). Default false: such a scenario is refused. */
	readonly yes?: boolean;
	/** Ends the run early; what it started is removed. */
	readonly signal?: AbortSignal;
}

/**
 * @param scenario A shipped scenario's name, or the path or file URL of a scenario file.
 * @returns What the report says of the run, which passed.
 * @throws AssertionError of node:assert where it did not pass: what was expected, what came, the evidence, and the line that repeats it.
 * @throws GatequakeError where the command `gatequake run` would end with exit code 2 or 4: nothing can be said of the gateway then.
 */
export async function runScenario(scenario: string | URL, options: RunScenarioOptions = {}): Promise<RunReport> {
	const cwd = process.cwd();
	const {gateways, rules} = await loadProject(cwd);
	const seed = options.seed ?? randomInt(2 ** 32);
	const word = scenario instanceof URL ? fileURLToPath(scenario) : scenario;
	const {runs, skipped, ...order} = makePlans(await loadScenarios([word], cwd, rules), {
		...plainPlanOptions({gateways: [gatewayNamed(options.gateway ?? 'nginx', gateways)], knownGateways: gateways, seed}),
		configs: options.config === undefined ? [] : [ownConfig(path.resolve(cwd, options.config))],
		images: Object.fromEntries(Object.entries(options.images ?? {}).map(([part, reference]) => [part, [reference]])),
		ratePerSecond: options.ratePerSecond ?? null,
	});
	checkGeneratorEngines(
		runs.map(({plan}) => plan),
		options.generatorEngines ?? [],
	);
	const theirs = runs.find(({plan: {stack}}) => stack !== undefined && stack.by !== 'compose');
	if (theirs !== undefined && options.yes !== true) {
		throw new GatequakeError(`expected your word that ${theirs.plan.scenario} may act on containers of yours, and it is missing`, {
			code: 'NOT_AGREED',
			exitCode: exitCodes.usage,
			hint: `runScenario(${JSON.stringify(word)}, {yes: true}); \`gatequake run ${word}\` shows what it would do, and asks`,
		});
	}

	const runId = newRunId();
	const folder = await makeReportFolder(
		options.output === undefined ? defaultReportFolder(cwd, new Date(), runId) : path.resolve(cwd, options.output),
	);
	// Only now: every scenario file imports the public API, and the engine's packages take half a second to load.
	const {suiteReport} = await import('./suite-report.ts');
	const report = await suiteReport({
		runId,
		planned: runs,
		skipped,
		plan: {hash: planHash(runs.map(({plan}) => plan)), runs: runs.map(({plan}) => plan.id), ...order},
		shard: null,
		seed,
		command: `runScenario(${JSON.stringify(word)})`,
		images: options.images ?? {},
		rules,
		folder,
		inconclusive: {kind: 'retry', times: options.retries ?? 1},
		keep: false,
		permission: {targets: options.allowTargets ?? [], publicAddresses: options.allowPublic ?? false},
		generatorEngines: options.generatorEngines ?? [],
		signal: options.signal ?? new AbortController().signal,
		say: () => {},
		sinceBaseline: null,
		onProgress: () => {},
		onRunDone: () => {},
		onKept: () => {},
	});
	const files = await writeReports(streamOf(report), [reporters.json, reporters.html], {folder, stdout: {write: () => true}});
	return passedRun(report, files.at(-1) ?? folder);
}

function gatewayNamed(name: string, gateways: Readonly<Record<string, GatewayKind>>): GatewayKind {
	const gateway = gateways[name];
	if (gateway === undefined) {
		throw new GatequakeError(`expected the name of a gateway (${Object.keys(gateways).join(', ')}), got \`${name}\``, {
			code: 'BAD_OPTIONS',
			exitCode: exitCodes.usage,
		});
	}

	return gateway;
}

function ownConfig(file: string): Config {
	try {
		return {label: path.parse(file).name, file, text: readFileSync(file, 'utf8')};
	} catch (error) {
		throw new GatequakeError(`the config ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
			code: 'BAD_OPTIONS',
			exitCode: exitCodes.usage,
			cause: error,
		});
	}
}

function passedRun({runs: [run], skipped: [skipped], errors}: Report, page: string): RunReport {
	if (errors.length > 0 || run === undefined) {
		const why = skipped === undefined ? errors.join('\n') : `${skipped.scenario} is not run on ${skipped.gateway}: ${skipped.because}`;
		throw new GatequakeError(`expected a run, and there is none that can be judged: ${why}`, {
			code: 'NO_RUN',
			exitCode: skipped === undefined ? exitCodes.harness : exitCodes.usage,
			hint: `the report: ${page}`,
		});
	}

	if (run.verdict !== 'pass') {
		const told = renderRun(run, {colour: false, unicode: true, width: 0});
		throw new AssertionError({
			message: `${run.title}: ${run.verdict}\n\n${told.trimEnd()}\n\nthe report: ${page}`,
			actual: run.verdict,
			expected: 'pass',
			operator: 'runScenario',
			// The line that a runner points at is that of the test.
			stackStartFn: runScenario,
		});
	}

	return run;
}
