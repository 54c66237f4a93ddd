import test from 'ava';
import {startAnchor, type Anchor} from '../../../src/runtime/anchor.ts';
import {connectEngine} from '../../../src/runtime/engine.ts';
import {writeKeptRecord} from '../../../src/runtime/kept-record.ts';
import {labelsOf} from '../../../src/runtime/labels.ts';
import {findLeftovers, removeLeftovers} from '../../../src/runtime/run-leftovers.ts';
import {sweep} from '../../../src/runtime/sweep.ts';
import {echoSpec, newRunId, openTestRuntime} from '../../helpers/test-runtime.ts';

const {docker} = await connectEngine();

test('what a dead run left is swept', async (t) => {
	await using runtime = await openTestRuntime();
	const runId = newRunId();
	const anchor = await leaveBehind(runId, (await runtime.ensureImage('base')).reference);
	t.is((await findLeftovers(docker, runId)).length, 4);
	await anchor[Symbol.asyncDispose]();
	// A run that starts at this moment may be the first to sweep it, so only the outcome is looked at.
	await sweep(docker, {kept: false});
	t.deepEqual(await findLeftovers(docker, runId), []);
});

test('a live run is not swept', async (t) => {
	await using runtime = await openTestRuntime();
	const network = await runtime.createNetwork('topology');
	await runtime.startContainer(await echoSpec(runtime, {network: {name: network.name, aliases: []}}));
	const before = await runtime.left();
	const swept = await sweep(docker, {kept: false});
	t.false(swept.some((run) => run.runId === runtime.runId));
	t.deepEqual(await runtime.left(), before);
});

test('a run that is just starting is not swept', async (t) => {
	await using runtime = await openTestRuntime();
	const runId = newRunId();
	const anchor = await docker.createContainer({
		Image: (await runtime.ensureImage('base')).reference,
		Cmd: ['cat'],
		Labels: labelsOf(runId, 'anchor'),
	});
	await sweep(docker, {kept: false});
	t.is((await findLeftovers(docker, runId)).length, 1);
	await anchor.remove();
});

test('a kept run is swept only where kept runs are asked for', async (t) => {
	await using runtime = await openTestRuntime();
	const runId = newRunId();
	const anchor = await leaveBehind(runId, (await runtime.ensureImage('base')).reference);
	t.teardown(async () => void (await removeLeftovers(docker, await findLeftovers(docker, runId))));
	await writeKeptRecord(docker, runId, 'steady failed');
	await anchor[Symbol.asyncDispose]();
	await sweep(docker, {kept: false});
	t.is((await findLeftovers(docker, runId)).length, 4);
	// Of this run only: other kept runs on this machine are not a test's to remove.
	await sweep(docker, {kept: true, runId});
	t.deepEqual(await findLeftovers(docker, runId), []);
});

/** A container, a network and a volume of a run; they are left behind when the anchor is disposed. */
async function leaveBehind(runId: string, image: string): Promise<Anchor> {
	const anchor = await startAnchor(docker, runId, image);
	await docker.createContainer({Image: image, Cmd: ['cat'], Labels: labelsOf(runId, 'app1')});
	await docker.createNetwork({Name: `gatequake-${runId}-1-topology`, Internal: true, Labels: labelsOf(runId, 'topology')});
	await docker.createVolume({Name: `gatequake-${runId}-data`, Labels: labelsOf(runId, 'data')});
	return anchor;
}
