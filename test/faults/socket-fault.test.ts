import test from 'ava';
import {socketMissing} from '../../src/faults/socket-missing.ts';
import {socketPermission} from '../../src/faults/socket-permission.ts';
import {requestIdOf} from '../../src/timeline/sample-rows.ts';
import {fakeTopology, received} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

test('a socket is hidden and shown again, or denied and allowed again', async (t) => {
	for (const [fault, calls] of [
		[socketMissing(), ['app1 socket hide', 'app1 socket show']],
		[socketPermission(), ['app1 socket deny', 'app1 socket allow']],
	] as const) {
		const fake = fakeTopology();
		const armed = await fault.inject(fake.context);
		await armed.clear();
		t.deepEqual(fake.calls, calls);
	}
});

test('where the kernel still lets clients connect, the fault has not worked', async (t) => {
	const {context} = fakeTopology({upstream: {changeSocket: async () => ({atMs: 1, uncertaintyMs: 0, connecting: 'connected'})}});
	await t.throwsAsync(socketMissing().inject(context), {message: /expected ENOENT .* got connected/});
});

test('requests that no app received are counted, from the effect on', async (t) => {
	await using armed = await socketMissing().inject(fakeTopology().context);
	const {samples} = buildTimeline();
	const early = received('app1', armed.effective.atMs - 1);
	const {count} = armed.witness({events: [early], samples});
	t.true(count > 0);
	const all = Array.from({length: samples.id.length}, (_, row) => ({...received('app1', 5000), requestId: requestIdOf(samples, row)}));
	t.is(armed.witness({events: [early, ...all], samples}).count, 0);
});
