// `gatequake run`: loads scenarios, makes plans, runs them, and writes the reports.
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {checkDestination} from '../collect/send-report.ts';
import {GatequakeError, exitCodes} from '../error.ts';
import type {ExitCode} from '../error.ts';
import {renderSummary} from '../report/console.ts';
import {createProgress} from '../report/progress.ts';
import type {Report} from '../report/report.ts';
import type {Reporter} from '../report/reporters.ts';
import {streamOf} from '../report/report-stream.ts';
import {decideTerminal} from '../report/terminal.ts';
import {checkGeneratorEngines} from '../run/check-generator-engines.ts';
import {defaultReportFolder, makeReportFolder, newRunId} from '../run/report-folder.ts';
import {suiteReport} from '../run/suite-report.ts';
import {findShard} from '../scenario/find-shard.ts';
import type {Shard} from '../scenario/find-shard.ts';
import {loadProject} from '../scenario/load-project.ts';
import type {Project} from '../scenario/load-project.ts';
import {makePlans} from '../scenario/make-plans.ts';
import type {PlannedRun} from '../scenario/make-plans.ts';
import {planHash} from '../scenario/plan-hash.ts';
import {splitShards} from '../scenario/split-shards.ts';
import {agreeOnStacks} from './agree-on-stacks.ts';
import {flagHelp} from './arguments.ts';
import {readBaseline} from './baseline.ts';
import type {Baseline} from './baseline.ts';
import {chooseScenarios} from './choose-scenarios.ts';
import type {Command, CommandContext} from './command.ts';
import {openReport} from './read-report.ts';
import {ownParts, readRunFlags, runFlags} from './run-flags.ts';
import type {RunFlags} from './run-flags.ts';
import {loadReporters} from '../run/load-reporters.ts';
import {sendFrom} from './send-from.ts';
import {writeReports} from '../run/write-reports.ts';

export const run: Command = {
	summary: 'runs scenarios (names, files or globs; default: the core suite)',
	help: `Usage: gatequake run [scenario…] [flags]

Runs each scenario on each gateway with each config, and says with evidence whether the gateway did what it should.
Without a scenario: what \`run\` in gatequake.config.ts says, else all that are tagged \`core\`.

${flagHelp(runFlags)}

Examples:
  gatequake run upstream-killed
  gatequake run scenarios/upstream-*.ts --repeat 3 --output /tmp/report
`,
	async run(context) {
		const project = await loadProject(context.cwd);
		const flags = readRunFlags(context.argv, context.cwd, project);
		const {runs, skipped, ...order} = makePlans(await chooseScenarios(flags.words, context.cwd, project), flags.plan);
		const shard = shardHere(flags, context);
		const planned = await shardOf(runs, {...flags, shard}, context.cwd);
		if (planned.length === 0) {
			throw new GatequakeError('expected at least one run, and there is none for these words and this shard', {
				code: 'NOTHING_TO_RUN',
				exitCode: 2,
				...(skipped.length === 0
					? {}
					: {hint: skipped.map(({scenario, gateway, because}) => `${scenario} on ${gateway}: ${because}`).join('\n')}),
			});
		}

		checkGeneratorEngines(
			planned.map(({plan}) => plan),
			flags.generatorEngines,
		);
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

		// Before the runs: what cannot be loaded is told at once, and what is missing for sending the report.
		if (flags.send !== null) checkDestination(flags.send, context.env);
		const reporters = await loadReporters(flags.reporters, context.cwd);
		await agreeOnStacks(
			planned.map(({plan}) => plan),
			{permission: flags.permission, generatorEngines: flags.generatorEngines, isAgreed: flags.isAgreed},
			context,
		);
		const baseline = flags.baseline === null ? null : await readBaseline(flags.baseline, flags.limits, context.cwd);
		const plans = runs.map(({plan}) => plan);
		const whole = {hash: planHash(plans), runs: plans.map(({id}) => id), ...order};
		return await runPlanned({planned, skipped, whole, shard, baseline, rules: project.rules, reporters}, flags, context);
	},
};

/** What the environment says is told: a person sees in each job's output which part it was. */
function shardHere({shard}: RunFlags, {env, stderr}: CommandContext): Shard | null {
	if (shard === null || 'index' in shard) {
		return shard;
	}

	const {from, index, of} = findShard(env, shard.auto);
	stderr.write(`gatequake: shard ${index}/${of}, by ${from}\n`);
	return {index, of};
}

async function shardOf(
	runs: readonly PlannedRun[],
	{shard, times, plan: {repeat}}: Pick<RunFlags, 'times' | 'plan'> & {readonly shard: Shard | null},
	cwd: string,
): Promise<readonly PlannedRun[]> {
	if (shard === null) {
		return runs;
	}

	const timesMs = new Map<string, number>();
	if (times !== null) {
		for await (const {id, timings} of (await openReport(times, cwd)).runs()) {
			timesMs.set(id, timings.upMs + timings.loadMs + timings.collectMs + timings.downMs);
		}
	}

	// What is compared is compared within a repeat: its runs take turns on one machine, close in time.
	const repeats = new Map(runs.map(({plan}) => [plan.id, `${plan.scenario} ${plan.repeat}`]));
	const shards = splitShards(
		runs.map(({plan}) => plan.id),
		shard.of,
		{timesMs, groupOf: repeat === 1 ? (id) => id : (id) => repeats.get(id) ?? id},
	);
	const own = new Set(shards[shard.index - 1]);
	return runs.filter(({plan}) => own.has(plan.id));
}

interface PlannedSuite extends Pick<Report, 'skipped'> {
	/** Of all shards. */
	readonly whole: Report['plan'];
	/** Of this shard. */
	readonly planned: readonly PlannedRun[];
	readonly shard: Shard | null;
	readonly baseline: Baseline | null;
	readonly rules: Project['rules'];
	readonly reporters: readonly Reporter[];
}

async function runPlanned(
	{planned, skipped, whole, shard, baseline, rules, reporters}: PlannedSuite,
	flags: RunFlags,
	context: CommandContext,
): Promise<ExitCode> {
	const runId = newRunId();
	const {cwd, env, stdout, signal} = context;
	const folder = await makeReportFolder(
		flags.output === null ? defaultReportFolder(cwd, new Date(), runId) : path.resolve(cwd, flags.output),
	);
	const terminal = decideTerminal({env, isTty: stdout.isTTY, columns: stdout.columns});
	const nameWidth = Math.max(
		...planned.map(({plan}) => plan.scenario.length + plan.gateway.label.length + plan.gateway.config.label.length + 6),
	);
	using progress = createProgress({
		stream: stdout,
		terminal,
		nowMs: () => performance.now(),
		size: () => ({width: stdout.columns ?? terminal.width, height: stdout.rows ?? Number.POSITIVE_INFINITY}),
		nameWidth,
	});
	const leaveTerminal = () => {
		progress.interrupt();
	};
	signal.addEventListener('abort', leaveTerminal, {once: true});
	// Also where a second signal ends the process at once: the terminal gets its cursor back.
	process.once('exit', leaveTerminal);
	const say = (text: string) => {
		progress.message(text);
	};

	say(`run ${runId}: ${planned.length} of them, reports go to ${folder}`);
	const report = await suiteReport({
		runId,
		planned,
		skipped,
		plan: whole,
		shard,
		seed: flags.plan.seed,
		command: `gatequake run ${context.argv.join(' ')}`.trim(),
		images: ownParts(flags.plan.images),
		rules,
		folder,
		inconclusive: flags.inconclusive,
		keep: flags.keep,
		permission: flags.permission,
		generatorEngines: flags.generatorEngines,
		signal,
		say,
		sinceBaseline: baseline === null ? null : (document) => baseline.comparisonWith(document),
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
	let written: readonly string[] = [];
	try {
		written = await writeReports(streamOf(report), reporters, {folder, stdout});
	} finally {
		if (flags.reporters.includes('console')) {
			stdout.write(renderSummary(report, terminal));
		}
	}

	for (const error of report.errors) {
		context.stderr.write(`gatequake: ${error}\n`);
	}

	stdout.write(written.map((file) => `${file}\n`).join(''));
	const isCompared = flags.plan.repeat > 1 && flags.shard === null && (whole.configs.length > 1 || whole.gateways.length > 1);
	if (isCompared && flags.reporters.includes('json')) {
		stdout.write(`which is better: npx gatequake compare ${path.relative(cwd, folder) || '.'}\n`);
	}

	return flags.send === null ? report.exitCode : await sentExitCode(report, {folder, to: flags.send, isDone: flags.sentIsDone}, context);
}

/** A report that did not arrive is no green job: whoever collects it would wait in vain. */
async function sentExitCode(
	{exitCode}: Pick<Report, 'exitCode'>,
	{isDone, ...sending}: {readonly folder: string; readonly to: string; readonly isDone: boolean},
	context: CommandContext,
): Promise<ExitCode> {
	try {
		await sendFrom(sending, context);
		// What went wrong on this machine may go well on another one.
		return isDone && isVerdict(exitCode) ? exitCodes.pass : exitCode;
	} catch (error) {
		context.signal.throwIfAborted();
		if (!(error instanceof GatequakeError)) throw error;
		context.stderr.write(`gatequake: ${error.message}\n  ${error.hint}\n`);
		return exitCode === exitCodes.pass ? exitCodes.harness : exitCode;
	}
}

function isVerdict(exitCode: ExitCode): boolean {
	return exitCode === exitCodes.fail || exitCode === exitCodes.inconclusive;
}
