import test from 'ava';
import {connectEngine} from '../../../src/runtime/engine.ts';
import {findLeftovers, removeLeftovers} from '../../../src/runtime/run-leftovers.ts';
import {reapersOf} from '../../helpers/killable-harness.ts';
import {echoSpec, newRunId, openTestRuntime} from '../../helpers/test-runtime.ts';
import {waitUntil} from '../../helpers/wait-until.ts';

test('a runtime says what its engine is', async (t) => {
	await using runtime = await openTestRuntime();
	t.regex(runtime.engine.apiVersion, /^1\.\d+$/);
	t.true(runtime.engine.cpus > 0 && runtime.engine.memoryBytes > 0);
});

test('a disposed runtime leaves nothing, not even its reaper, and may be disposed again', async (t) => {
	const runtime = await openTestRuntime();
	const network = await runtime.createNetwork('topology');
	await Promise.all(
		['app', 'gateway'].map(
			async (part) => await runtime.startContainer(await echoSpec(runtime, {part, network: {name: network.name, aliases: [part]}})),
		),
	);
	t.is((await runtime.left()).length, 4);
	await runtime[Symbol.asyncDispose]();
	t.deepEqual(await runtime.left(), []);
	await waitUntil('the reaper to end', 5000, () => reapersOf(runtime.runId).length === 0);
	await runtime[Symbol.asyncDispose]();
	await t.throwsAsync(runtime.createNetwork('late'), {code: 'RUNTIME_DISPOSED'});
	await t.throwsAsync(runtime.startContainer(await echoSpec(runtime)), {code: 'RUNTIME_DISPOSED'});
	t.deepEqual(await runtime.left(), []);
});

test('a runtime that is disposed in the middle of starts leaves nothing', async (t) => {
	const runtime = await openTestRuntime();
	const spec = await echoSpec(runtime, {ready: async () => await new Promise<never>(() => {})});
	const starts = Promise.allSettled(['app1', 'app2', 'app3'].map(async (part) => await runtime.startContainer({...spec, part})));
	await waitUntil('the engine to be busy', 10_000, async () => (await runtime.left()).length > 1);
	await runtime[Symbol.asyncDispose]();
	t.true((await starts).every((start) => start.status === 'rejected'));
	t.deepEqual(await runtime.left(), []);
});

test('a runtime cleans up although the run was aborted', async (t) => {
	const abort = new AbortController();
	const runtime = await openTestRuntime({signal: abort.signal});
	await runtime.startContainer(await echoSpec(runtime));
	abort.abort(new Error('interrupted'));
	await runtime[Symbol.asyncDispose]();
	t.deepEqual(await runtime.left(), []);
});

test('a run that is aborted before it is open leaves neither containers nor a reaper', async (t) => {
	const runId = newRunId();
	await t.throwsAsync(openTestRuntime({runId, signal: AbortSignal.abort(new Error('interrupted'))}), {message: 'interrupted'});
	await waitUntil('the reaper to end', 5000, () => reapersOf(runId).length === 0);
});

test('two runs at once have the same names for their parts and do not see each other', async (t) => {
	await using one = await openTestRuntime();
	const two = await openTestRuntime();
	const start = async (runtime: typeof one): Promise<string> => {
		const network = await runtime.createNetwork('topology');
		const container = await runtime.startContainer(await echoSpec(runtime, {part: 'app', network: {name: network.name, aliases: ['app']}}));
		const {stdout} = await container.exec(['getent', 'hosts', 'app']);
		t.is(stdout.split(/\s+/)[0], container.address ?? '');
		return container.id;
	};
	const seen: string[] = [];
	one.onEvent((event) => seen.push(event.containerId));
	const [idInOne, idInTwo] = await Promise.all([start(one), start(two)]);
	await two[Symbol.asyncDispose]();
	t.true(seen.includes(idInOne));
	t.false(seen.includes(idInTwo));
	t.is((await one.left()).length, 3);
});

test('what is kept outlives its run; what was started after it was marked does not', async (t) => {
	const runtime = await openTestRuntime({keep: true});
	t.teardown(async () => await removeKept(runtime.runId));
	const kept = await runtime.startContainer(await echoSpec(runtime, {part: 'kept'}));
	await runtime.markKept('upstream-killed failed');
	const later = await runtime.startContainer(await echoSpec(runtime, {part: 'later'}));
	await kept[Symbol.asyncDispose]();
	await later[Symbol.asyncDispose]();
	await runtime[Symbol.asyncDispose]();
	t.is((await kept.inspect()).running, true);
	t.deepEqual([...(await runtime.left())].sort(), [
		`container gatequake-${runtime.runId}-1-kept (running)`,
		`volume gatequake-${runtime.runId}-kept-1`,
	]);
	await removeKept(runtime.runId);
	t.deepEqual(await runtime.left(), []);
});

/** As `sweep --kept` would, but of this run only: other kept runs on this machine are not ours to remove. */
async function removeKept(runId: string): Promise<void> {
	const {docker} = await connectEngine();
	await removeLeftovers(docker, await findLeftovers(docker, runId));
}

test('the engine that a run has already is no other one, whatever it is called', async (t) => {
	await using runtime = await openTestRuntime();
	const {address} = await connectEngine();
	const before = await runtime.left();
	const image = await runtime.ensureImage('base');
	const error = await t.throwsAsync(runtime.openOther(address, image), {
		code: 'ENGINE_TWICE',
		message: /to be another engine than the run’s own/,
	});
	t.like(error, {exitCode: 2});
	t.deepEqual(await runtime.left(), before);
});
