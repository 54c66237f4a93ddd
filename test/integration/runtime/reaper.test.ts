import test, {type ExecutionContext} from 'ava';
import {connectEngine} from '../../../src/runtime/engine.ts';
import {ensureImage} from '../../../src/runtime/images.ts';
import {findLeftovers} from '../../../src/runtime/run-leftovers.ts';
import {startForeignContainer} from '../../helpers/foreign-container.ts';
import {reapersOf, startHarness} from '../../helpers/killable-harness.ts';
import {newRunId, openTestRuntime} from '../../helpers/test-runtime.ts';
import {waitUntil} from '../../helpers/wait-until.ts';

const {docker} = await connectEngine();

/** The reaper’s five quiet seconds included. */
const cleanMs = 15_000;

/** A word of the harness, and how many ms after it: each hits another of the many calls that are under way. */
type Moment = readonly [word: string, afterMs: number];
const phases: Readonly<Record<string, readonly Moment[]>> = {
	opening: [
		['opening', 0],
		['opening', 350],
		['opening', 700],
		['opened', 0],
	],
	starting: [
		['creating network', 0],
		['starting', 0],
		['starting', 300],
		['starting', 700],
	],
	running: [
		['running', 0],
		['disposing', 0],
		['disposing', 150],
	],
};

for (const [phase, moments] of Object.entries(phases)) {
	test.serial(`harnesses killed at ${moments.length} moments while ${phase} leave nothing 15 s later`, async (t) => {
		await Promise.all(moments.map(async (moment) => await assertKilledIsClean(t, moment)));
	});
}

test.serial('a fault in a container that is not ours is taken back after the harness is killed', async (t) => {
	const runId = newRunId();
	await using foreign = await startForeignContainer(await baseImage());
	await using harness = startHarness(runId, foreign.id);
	await harness.at('paused');
	t.true(await foreign.isPaused());
	await harness.kill();
	// At once, and not only after the five quiet seconds.
	await waitUntil('the foreign container to go on', 4000, async () => !(await foreign.isPaused()));
	await assertClean(t, runId);
	t.false(await foreign.isPaused());
});

test.serial('a fault that takes effect only after the harness was killed is taken back too', async (t) => {
	const runId = newRunId();
	await using foreign = await startForeignContainer(await baseImage());
	await using harness = startHarness(runId, foreign.id);
	await harness.at('running');
	await foreign.unpause();
	await harness.kill();
	// As the engine would finish a pause that was asked for just before the death, after the reaper's first look.
	await waitUntil('the reaper to remove the containers', cleanMs, async () => (await findLeftovers(docker, runId)).length === 0);
	await foreign.pause();
	await waitUntil('the foreign container to go on', cleanMs, async () => !(await foreign.isPaused()));
	await assertClean(t, runId);
});

test.serial('a fault that the harness took back itself is not taken back again', async (t) => {
	const runId = newRunId();
	await using foreign = await startForeignContainer(await baseImage());
	await using harness = startHarness(runId, foreign.id, 'take back');
	await harness.at('taken back');
	// Now its owner pauses it, which is no business of ours.
	await foreign.pause();
	await harness.kill();
	await assertClean(t, runId);
	t.true(await foreign.isPaused());
});

test.serial('a run that ends in order carries out no undo', async (t) => {
	await using foreign = await startForeignContainer(await baseImage());
	const runtime = await openTestRuntime();
	await runtime.recordUndo({do: 'unpause', container: foreign.id});
	await foreign.pause();
	await runtime[Symbol.asyncDispose]();
	await waitUntil('the reaper to end', 5000, () => reapersOf(runtime.runId).length === 0);
	t.true(await foreign.isPaused());
});

test.serial('without its reaper a run records no undo, so that no fault happens', async (t) => {
	await using runtime = await openTestRuntime();
	const [reaper] = reapersOf(runtime.runId);
	process.kill(Number(reaper), 'SIGKILL');
	await waitUntil('the reaper to end', 5000, () => reapersOf(runtime.runId).length === 0);
	await t.throwsAsync(runtime.recordUndo({do: 'unpause', container: 'none'}), {code: 'REAPER_GONE'});
});

test.serial('the reaper is not ended by the signals that end its run', async (t) => {
	await using runtime = await openTestRuntime();
	const [reaper] = reapersOf(runtime.runId);
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(Number(reaper), signal);
	await runtime.recordUndo({do: 'unpause', container: 'none'});
	t.is(reapersOf(runtime.runId).length, 1);
});

async function assertKilledIsClean(t: ExecutionContext, [word, afterMs]: Moment): Promise<void> {
	const runId = newRunId();
	await using harness = startHarness(runId);
	await harness.at(word);
	// Not to wait for something, but to come at another moment.
	await new Promise((resolve) => setTimeout(resolve, afterMs));
	await harness.kill();
	await assertClean(t, runId);
}

async function assertClean(t: ExecutionContext, runId: string): Promise<void> {
	const tookMs = await waitUntil('the reaper to end', 2 * cleanMs, () => reapersOf(runId).length === 0);
	t.deepEqual(await findLeftovers(docker, runId), []);
	t.true(tookMs < cleanMs, `took ${tookMs} ms`);
	t.log(`clean and quiet ${Math.round(tookMs)} ms after the kill`);
}

async function baseImage(): Promise<string> {
	return (await ensureImage(docker, 'base', {progress: () => {}, signal: new AbortController().signal})).reference;
}
