// `gatequake run`: loads scenarios, makes plans, runs them, and writes the reports.
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {GatequakeError, exitCodes} from '../error.ts';
import type {ExitCode} from '../error.ts';
import {renderSummary} from '../report/console.ts';
import {createProgress} from '../report/progress.ts';
import type {Report} from '../report/report.ts';
import {isReporterName, reporters} from '../report/reporters.ts';
import {decideTerminal} from '../report/terminal.ts';
import {defaultReportFolder, makeReportFolder, newRunId} from '../run/report-folder.ts';
import {runSuite, suiteExitCode, suiteVerdict} from '../run/run-suite.ts';
import type {SuiteResult} from '../run/run-suite.ts';
import {openRuntime} from '../runtime/open-runtime.ts';
import type {EngineInfo} from '../runtime/runtime.ts';
import {loadProject} from '../scenario/load-project.ts';
import {loadScenarios} from '../scenario/load-scenario.ts';
import type {LoadedScenario} from '../scenario/load-scenario.ts';
import {makePlans} from '../scenario/make-plans.ts';
import type {PlanOptions, PlannedRun} from '../scenario/make-plans.ts';
import {version} from '../version.ts';
import {flagHelp} from './arguments.ts';
import type {Command, CommandContext} from './command.ts';
import {readRunFlags, runFlags} from './run-flags.ts';
import type {RunFlags} from './run-flags.ts';

export const run: Command = {
	summary: 'runs scenarios (names, files or globs; default: the core suite)',
	help: `Usage: gatequake run [scenario…] [flags]

Runs each scenario on each gateway with each config, and says with evidence whether the gateway did what it should.
Without a scenario: all that are tagged \`core\`.

${flagHelp(runFlags)}

Examples:
  gatequake run upstream-killed
  gatequake run scenarios/upstream-*.ts --repeat 3 --output /tmp/report
`,
	async run(context) {
		const {gateways} = await loadProject(context.cwd);
		const flags = readRunFlags(context.argv, context.cwd, gateways);
		const {runs, skipped} = makePlans(await chosen(flags, context.cwd), flags.plan);
		const planned = shardOf(runs, flags.shard);
		if (planned.length === 0) {
			throw new GatequakeError('expected at least one run, and there is none for these words and this shard', {
				code: 'NOTHING_TO_RUN',
				exitCode: 2,
				...(skipped.length === 0
					? {}
					: {hint: skipped.map(({scenario, gateway, because}) => `${scenario} on ${gateway}: ${because}`).join('\n')}),
			});
		}

		if (flags.dryRun) {
			context.stdout.write(
				`${JSON.stringify(
					planned.map(({plan}) => plan),
					null,
					'\t',
				)}\n`,
			);
			return exitCodes.pass;
		}

		return await runPlanned({planned, skipped}, flags, context);
	},
};

async function chosen(flags: RunFlags, cwd: string): Promise<readonly LoadedScenario[]> {
	const named = await loadScenarios(flags.words, cwd);
	const loaded = flags.words.length === 0 ? named.filter(({scenario}) => scenario.tags?.includes('core')) : named;
	return flags.words.length === 0 ? loaded.filter(({scenario}) => scenario.tags?.includes('core')) : loaded;
}

function shardOf<Item>(items: readonly Item[], shard: RunFlags['shard']): readonly Item[] {
	return shard === null ? items : items.filter((_, index) => index % shard.of === shard.index - 1);
}

async function runPlanned(
	{planned, skipped}: {readonly planned: readonly PlannedRun[]; readonly skipped: Report['skipped']},
	flags: RunFlags,
	context: CommandContext,
): Promise<ExitCode> {
	const startedAt = new Date();
	const startedMs = performance.now();
	const runId = newRunId();
	const {cwd, env, stdout, signal} = context;
	const folder = await makeReportFolder(
		flags.output === null ? defaultReportFolder(cwd, startedAt, runId) : path.resolve(cwd, flags.output),
	);
	const terminal = decideTerminal({env, isTty: stdout.isTTY, columns: stdout.columns});
	const nameWidth = Math.max(
		...planned.map(({plan}) => plan.scenario.length + plan.gateway.label.length + plan.gateway.config.label.length + 6),
	);
	using progress = createProgress({stream: stdout, terminal, nowMs: () => performance.now(), nameWidth});
	const say = (text: string) => {
		progress.message(text);
	};

	say(`run ${runId}: ${planned.length} of them, reports go to ${folder}`);
	let engine: EngineInfo;
	let result: SuiteResult;
	let left: readonly string[];
	{
		const runtime = await openRuntime({runId, keep: flags.keep, progress: say, signal});
		let disposed = false;
		await using cleanup = new AsyncDisposableStack();
		cleanup.defer(async () => {
			if (!disposed) {
				await runtime[Symbol.asyncDispose]();
			}
		});
		engine = runtime.engine;
		result = await runSuite({
			runtime,
			planned,
			images: ownParts(flags.plan.images),
			folder,
			inconclusive: flags.inconclusive,
			keep: flags.keep,
			signal,
			monoNow: () => Number(process.hrtime.bigint()) / 1e6,
			onProgress: ({plan}, update) => {
				progress.update({scenario: plan.scenario, gateway: plan.gateway.label, ...update});
			},
			onRunDone: (done) => {
				progress.runDone(done);
			},
			onKept: (sentences) => {
				for (const sentence of sentences) {
					say(sentence);
				}
			},
		});
		disposed = true;
		await runtime[Symbol.asyncDispose]();
		left = result.kept ? [] : await runtime.left();
	}

	const errors = [...result.errors, ...left.map((what) => `left behind: ${what}`)];
	const complete = {...result, errors};
	const report: Report = {
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
		command: `gatequake run ${context.argv.join(' ')}`.trim(),
		seed: flags.plan.seed,
		interrupted: result.interrupted,
		errors,
		verdict: suiteVerdict(result.runs),
		exitCode: suiteExitCode(complete, flags.inconclusive),
		counts: {
			pass: result.runs.filter(({verdict}) => verdict === 'pass').length,
			fail: result.runs.filter(({verdict}) => verdict === 'fail').length,
			inconclusive: result.runs.filter(({verdict}) => verdict === 'inconclusive').length,
		},
		runs: result.runs,
		skipped,
	};
	const written = await writeReports(report, flags.reporters, folder);
	if (flags.reporters.includes('console')) {
		stdout.write(renderSummary(report, terminal));
	}

	for (const error of errors) {
		context.stderr.write(`gatequake: ${error}\n`);
	}

	stdout.write(written.map((file) => `${file}\n`).join(''));
	return suiteExitCode(complete, flags.inconclusive);
}

/** A gateway's images are in its plans. */
function ownParts(images: PlanOptions['images']): Readonly<Record<string, string>> {
	return Object.fromEntries(
		Object.entries(images).flatMap(([part, references]) => (references[0] === undefined ? [] : [[part, references[0]]])),
	);
}

/** Paths of what was written, the page last: that is what a person opens. */
async function writeReports(report: Report, names: readonly string[], folder: string): Promise<readonly string[]> {
	const written: string[] = [];
	for (const name of names) {
		if (!isReporterName(name)) {
			throw new GatequakeError(`there is no reporter \`${name}\``, {code: 'BAD_ARGUMENTS', exitCode: 2});
		}

		const {output} = reporters[name];
		if (output !== null) {
			const file = path.join(folder, output.fileName);
			await writeFile(file, output.render(report));
			written.push(file);
		}
	}

	return written.toSorted((a, b) => Number(a.endsWith('.html')) - Number(b.endsWith('.html')));
}
