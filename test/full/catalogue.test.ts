// The stories beside the core suite, on nginx: each passes as written, and fails with its fault withheld.
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Report} from '../../src/report/report.ts';
import {loadTimeline} from '../../src/run/save-timeline.ts';
import {loadScenarios} from '../../src/scenario/load-scenario.ts';
import {dueAtMs, isPost, latencyMs, rowsDueIn, toldSuccess} from '../../src/timeline/sample-rows.ts';
import type {SampleSet} from '../../src/timeline/sample.ts';
import {gatequake, readReport, temporaryFolder} from '../helpers/command.ts';
import {leftoversOf} from '../helpers/leftovers.ts';

/** Declared by every fault of the network and of links, and asked for of all of them. */
const withinMs = 100;

for (const group of ['app', 'network', 'overload', 'deploy', 'recovery']) {
	test.serial(`the stories of the group ${group} pass on nginx, with witnesses, and leave nothing behind`, async (t) => {
		t.timeout(600_000);
		await using folder = await temporaryFolder();
		const {exitCode, stdout, report} = await runGroup(group, [], folder.path);
		t.is(exitCode, 0, stdout);
		for (const run of report.runs) {
			t.is(run.verdict, 'pass', run.scenario);
			t.deepEqual(run.cleanup, {ok: true, left: []}, run.scenario);
			t.true((run.fault?.witness?.count ?? 0) > 0, `${run.scenario} has a witness`);
			await processEffectShowsInTime(t, run, path.join(folder.path, run.id));
			if (group === 'network') {
				await effectShowsInTime(t, run, path.join(folder.path, run.id));
			}
		}

		t.deepEqual(await leftoversOf(stdout), []);
	});

	test.serial(`with their fault withheld the stories of the group ${group} fail in what they name`, async (t) => {
		t.timeout(600_000);
		await using folder = await temporaryFolder();
		const {exitCode, stdout, report} = await runGroup(group, ['--withhold-fault'], folder.path);
		t.is(exitCode, 1, stdout);
		for (const run of report.runs) {
			t.is(run.verdict, 'fail', run.scenario);
			t.true((run.sensitivity ?? []).length > 0, `${run.scenario} names what must fail`);
			t.deepEqual(
				(run.sensitivity ?? []).filter(({failed}) => !failed),
				[],
				run.scenario,
			);
		}
	});
}

async function runGroup(group: string, flags: readonly string[], folder: string) {
	const scenarios = (await loadScenarios([], '/')).filter(({scenario}) => scenario.tags?.includes(group));
	const names = scenarios.map(({name}) => name);
	const {exitCode, stdout, stderr} = await gatequake([
		'run',
		...names,
		...flags,
		'--output',
		folder,
		'--reporter',
		'console,json',
		'--inconclusive',
		'retry=2',
	]);
	return {exitCode, stdout: `${stdout}\n${stderr}`, report: await readReport(folder)};
}

/** Stories whose fault fails every request, or makes every answer slow. */
const metByAll = {
	failed: [
		'syn-dropped',
		'connection-rejected',
		'host-unreachable',
		'established-reset',
		'link-down',
		'link-limit-data',
		'link-reset-peer',
		'link-timeout',
	],
	slow: ['link-bandwidth', 'link-slicer'],
} as const;
const slowMs = 50;

/** Faults that meet every request: by the load's own samples, from the effect to its end, each edge within the declared time. */
async function effectShowsInTime(t: ExecutionContext, {scenario, fault}: Report['runs'][number], folder: string): Promise<void> {
	const {samples, plan} = await loadTimeline(folder);
	const [fromMs = Number.NaN, askedMs = Number.NaN, toMs = Number.NaN] = [
		fault?.inject?.effectiveMs,
		fault?.clear?.requestedMs,
		fault?.clear?.effectiveMs,
	];
	t.deepEqual((plan.fault?.needs.network.length ?? 0) + (plan.fault?.needs.links.length ?? 0), 1, scenario);
	const isSlow = metByAll.slow.some((name) => name === scenario);
	if (!isSlow && !metByAll.failed.some((name) => name === scenario)) {
		return;
	}

	const isMet = (row: number): boolean => (isSlow ? latencyMs(samples, row) > slowMs : !toldSuccess(samples, row));
	// What still waits for its connection at the end may be served.
	const met = rowsThat(isMet, samples, fromMs + withinMs, askedMs - plan.gateway.options.connectTimeoutMs - withinMs);
	t.true(met.count > 250 && met.share === 1, `${scenario}: ${JSON.stringify(met)} from the effect on`);
	const after = rowsThat(isMet, samples, toMs + withinMs, toMs + withinMs + 1000);
	// A busy machine is slow at times, and fails nothing.
	t.true(after.count > 150 && after.share <= (isSlow ? 0.25 : 0), `${scenario}: ${JSON.stringify(after)} after its end`);
}

/** Faults of the app's process, by their stories: within what they declare, and whom they meet. */
const processStories: Readonly<Record<string, {readonly withinMs: number; readonly goneWithinMs: number; readonly posts?: true}>> = {
	'app-frozen': {withinMs: 100, goneWithinMs: 100},
	'app-paused': {withinMs: 200, goneWithinMs: 200},
	'disk-full': {withinMs: 100, goneWithinMs: 100, posts: true},
};

/** The same of them: what is due after the effect, and could not be served at its end within the read time-out, fails; what is due after it does not. */
async function processEffectShowsInTime(t: ExecutionContext, {scenario, fault}: Report['runs'][number], folder: string): Promise<void> {
	const story = processStories[scenario];
	if (story === undefined || fault?.inject === undefined || fault.inject === null || fault.clear === null) {
		return;
	}

	const {samples, plan} = await loadTimeline(folder);
	const {readTimeoutMs} = plan.gateway.options;
	const meets = (row: number) => story.posts === undefined || isPost(samples, row);
	const lastMs = fault.clear.requestedMs - (story.posts === undefined ? readTimeoutMs : 0) - story.goneWithinMs;
	const isMet = (row: number) => !meets(row) || !toldSuccess(samples, row);
	const met = rowsThat(isMet, samples, fault.inject.effectiveMs + story.withinMs, lastMs);
	t.true(met.count > 150 && met.share === 1, `${scenario}: ${JSON.stringify(met)} from the effect on`);
	const isSpoilt = (row: number) => !toldSuccess(samples, row);
	const fromMs = fault.clear.effectiveMs + story.goneWithinMs;
	const after = rowsThat(isSpoilt, samples, fromMs, fromMs + 1000);
	t.true(after.count > 150 && after.share === 0, `${scenario}: ${JSON.stringify(after)} after its end`);
}

function rowsThat(
	isMet: (row: number) => boolean,
	samples: SampleSet,
	fromMs: number,
	toMs: number,
): {readonly count: number; readonly share: number; readonly odd: number[]} {
	const {first, end} = rowsDueIn(samples, fromMs, toMs);
	const rows = Array.from({length: end - first}, (_, index) => first + index);
	const met = rows.filter(isMet);
	const odd = (met.length * 2 > rows.length ? rows.filter((row) => !isMet(row)) : met).map((row) => dueAtMs(samples, row));
	return {count: rows.length, share: met.length / rows.length, odd: odd.slice(0, 5)};
}
