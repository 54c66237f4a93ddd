// Load from three engines against a stack of somebody else's: whether the samples stand where the app itself saw them, and what is left where
// an engine, or the harness, dies in the middle.
import path from 'node:path';
import test from 'ava';
import {loadTimeline} from '../../src/run/save-timeline.ts';
import {connectEngine} from '../../src/runtime/engine.ts';
import type {Timeline} from '../../src/timeline/timeline.ts';
import {gatequake, readReport, startCommand, temporaryFolder} from '../helpers/command.ts';
import {startEngines, type TestEngines} from '../helpers/engines.ts';
import {reapersOf} from '../helpers/killable-harness.ts';
import {leftoversOf, runIdOf} from '../helpers/leftovers.ts';
import {reachableStack, type ReachableStack} from '../helpers/reachable-stack.ts';
import {waitUntil} from '../helpers/wait-until.ts';

const scenario = 'test/full/scenarios/api-rejects.ts';
// As machines that were started at other times; all of this machine's own engines share one clock.
const clockShiftsSeconds = [7000, 123_456];

let engines: TestEngines;
let stack: ReachableStack;
let env: Readonly<Record<string, string>>;

test.before(async () => {
	engines = await startEngines(2, {clockShiftsSeconds});
	stack = await reachableStack();
	env = {CI: 'true', URL: `http://${engines.hostIp}:${stack.port}/`, API: stack.api};
});

test.after.always(async () => {
	await stack?.[Symbol.asyncDispose]();
	await engines?.[Symbol.asyncDispose]();
});

function words(folder: string, ...named: readonly string[]): readonly string[] {
	return ['run', scenario, '--yes', '--output', folder, ...named.flatMap((address) => ['--generator-engine', address])];
}

function addresses(): readonly string[] {
	return engines.engines.map(({address}) => address);
}

/** What carries a run's label on the other engines. */
async function leftElsewhere(runId: string, names: readonly string[]): Promise<readonly string[]> {
	const filters = {label: [`gatequake.run=${runId}`]};
	const found = await Promise.all(
		engines.engines.filter(({name}) => names.includes(name)).map(async ({docker}) => await docker.listContainers({all: true, filters})),
	);
	return found.flat().map(({Names: [name = '']}) => name);
}

test.serial('an engine that is one of the others already, and a target that is something else there, are refused', async (t) => {
	await using folder = await temporaryFolder();
	const [first = ''] = addresses();
	const {address: own} = await connectEngine();
	for (const [named, url, told] of [
		[[first, first.replace('tcp:', 'http:')], env['URL'], /to be another engine than tcp:.*, and it is the same/],
		[[own], env['URL'], /to be another engine than the run’s own, and it is the same/],
		[[first], `http://172.17.0.1:${stack.port}/`, /lies in 172\.17\.0\.0\/16, its own network bridge; nothing was sent/],
		[[first, 'tcp://127.0.0.1:1'], env['URL'], /the generator engine tcp:\/\/127\.0\.0\.1:1: .*ECONNREFUSED/],
	] as const) {
		const {exitCode, stdout, stderr} = await gatequake(words(folder.path, ...named), {env: {...env, URL: url ?? ''}});
		t.is(exitCode, 2, stderr);
		t.regex(stderr, told);
		t.deepEqual(await leftoversOf(stdout), []);
		t.deepEqual(await leftElsewhere(runIdOf(stdout), ['engine1', 'engine2']), []);
	}
});

test.serial('three generators on three engines make one load, and its samples stand where the app saw them', async (t) => {
	await using folder = await temporaryFolder();
	const {exitCode, stdout, stderr} = await gatequake([...words(folder.path, ...addresses()), '--inconclusive', 'retry=5'], {env});
	t.is(exitCode, 0, stdout + stderr);
	const [run] = (await readReport(folder.path)).runs;
	if (run === undefined) throw new Error('expected a run');
	const machines = run.generator?.machines ?? [];
	t.deepEqual(
		machines.map(({engine}) => engine),
		[null, ...addresses()],
	);
	for (const [index, {intended, startedApartMs, clock}] of machines.entries()) {
		const shiftMs = 1000 * ([0, ...clockShiftsSeconds][index] ?? 0);
		t.true(Math.abs(clock.offsetMs - shiftMs) <= clock.uncertaintyMs + 0.001, JSON.stringify(clock));
		t.true(Math.abs(startedApartMs) <= clock.uncertaintyMs + 1);
		t.true(Math.abs(intended - (run.generator?.intended ?? 0) / 3) <= 1);
	}

	const timeline = await loadTimeline(path.join(folder.path, run.id));
	const off = await shareOff(timeline);
	t.true(
		off.every((share) => share < 0.01),
		off.join(', '),
	);
	const [outage] = run.outages;
	const edges = await edgesByTheApp(timeline);
	if (outage?.edges.to == null) throw new Error('expected an outage that ended');
	const slackMs = (run.windows.baseline.p99Ms ?? 0) + isoMs;
	for (const [[fromMs, toMs], atMs] of [
		[outage.edges.from, edges.lastMs],
		[outage.edges.to, edges.firstMs],
	] as const) {
		t.true(fromMs - slackMs <= atMs && atMs <= toMs + slackMs, `${atMs} by the app, ${fromMs} to ${toMs} by the clients`);
	}

	t.log(
		machines.map(({clock}) => `± ${clock.uncertaintyMs.toFixed(2)} ms (${clock.readings} readings)`).join(', '),
		`outage ${outage.lengthMs.toFixed(1)} ± ${outage.uncertaintyMs.toFixed(1)} ms, by the app ${(edges.firstMs - edges.lastMs).toFixed(1)}`,
	);
	t.deepEqual(await leftElsewhere(runIdOf(stdout), ['engine1', 'engine2']), []);
});

test.serial('SIGKILL of the harness leaves nothing on any of the engines', async (t) => {
	await using folder = await temporaryFolder();
	const command = startCommand(words(folder.path, ...addresses()), {env});
	await command.saw('· baseline');
	command.process.kill('SIGKILL');
	const runId = runIdOf((await command.finished).stdout);
	await waitUntil('the reapers to have done their work', 60_000, () => reapersOf(runId).length === 0);
	t.deepEqual(await leftElsewhere(runId, ['engine1', 'engine2']), []);
	t.deepEqual(await leftoversOf(`run ${runId}:`), []);
});

test.serial('an engine that dies in the middle is named, the run proves nothing, and nothing is left on the others', async (t) => {
	await using folder = await temporaryFolder();
	const command = startCommand(words(folder.path, ...addresses()), {env});
	await command.saw('· baseline');
	await engines.engines[1]?.kill();
	const {exitCode, stdout} = await command.finished;
	t.true(exitCode === 3 || exitCode === 4, `exit code ${exitCode}`);
	const {runs, errors} = await readReport(folder.path);
	t.is(runs[0]?.verdict, 'inconclusive');
	t.regex(runs[0]?.reasons.join('\n') ?? '', /loadgen3/);
	t.true(errors.some((error) => error.includes(addresses()[1] ?? '-')));
	t.deepEqual(await leftElsewhere(runIdOf(stdout), ['engine1']), []);
	t.deepEqual(await leftoversOf(stdout), []);
});

/** The report's instant of the origin is cut to a millisecond: all that is told from it may come out later by so much. */
const isoMs = 1;

async function takenMs({startedAt}: Timeline): Promise<ReadonlyMap<number, number>> {
	const originMs = Date.parse(startedAt);
	// Of several runs on the same app only this one's.
	return new Map(
		(await stack.taken()).flatMap(({atMs, url}) => {
			const id = /gq=(\d+)/.exec(url)?.[1];
			return id === undefined || atMs < originMs ? [] : [[Number(id), atMs - originMs] as const];
		}),
	);
}

/** By generator: the share of requests that the app took before they were sent or after they had ended, beyond what is said of the clock. */
async function shareOff(timeline: Timeline): Promise<readonly number[]> {
	const {samples, generator} = timeline;
	const machines = generator?.machines ?? [];
	const taken = await takenMs(timeline);
	const seen = machines.map(() => ({all: 0, off: 0}));
	for (const [row, id] of samples.id.entries()) {
		const which = (id - 1) % machines.length;
		const [atMs, counts, machine] = [taken.get(id), seen[which], machines[which]];
		if (atMs === undefined || counts === undefined || machine === undefined) continue;
		const [dueMs = 0, sentUs = 0, endUs = 0] = [samples.dueMs[row], samples.sentUs[row], samples.endUs[row]];
		const offMs = Math.max(dueMs + sentUs / 1000 - atMs, atMs - isoMs - dueMs - endUs / 1000);
		counts.all++;
		if (offMs > machine.clock.uncertaintyMs) counts.off++;
	}

	return seen.map(({all, off}) => off / all);
}

/** The last request before the longest time without any, and the first after it. */
async function edgesByTheApp(timeline: Timeline): Promise<{readonly lastMs: number; readonly firstMs: number}> {
	const atsMs = [...(await takenMs(timeline)).values()].toSorted((a, b) => a - b);
	const gaps = atsMs.slice(1).map((firstMs, index) => ({lastMs: atsMs[index] ?? 0, firstMs}));
	return gaps.reduce((widest, gap) => (gap.firstMs - gap.lastMs > widest.firstMs - widest.lastMs ? gap : widest));
}
