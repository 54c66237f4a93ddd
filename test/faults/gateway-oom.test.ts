import test from 'ava';
import {gatewayOom} from '../../src/faults/gateway-oom.ts';
import type {TimelineEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology} from '../helpers/fake-topology.ts';

function engineEvent(action: 'oom' | 'die', atMs: number, exitCode?: number): TimelineEvent {
	return {kind: 'container', part: 'gateway', action, atMs, uncertaintyMs: 1, ...(exitCode === undefined ? {} : {exitCode})};
}

test('its container has a limit from the start, and is started again at the end', async (t) => {
	const fault = gatewayOom({memoryBytes: 100 * 1024 * 1024});
	t.deepEqual(fault.needs?.gateway, {memoryBytes: 104_857_600});
	const fake = fakeTopology();
	const armed = await fault.inject(fake.context);
	await armed.clear();
	t.deepEqual(fake.calls, ['gateway takes memory', 'gateway wait closed', 'gateway container start', 'gateway wait open']);
});

test("the engine's `oom` event and the exit code 137 are its witness together, and neither is alone", async (t) => {
	const armed = await gatewayOom().inject(fakeTopology().context);
	const {atMs} = armed.effective;
	const [oom, killed, ended] = [engineEvent('oom', atMs), engineEvent('die', atMs, 137), engineEvent('die', atMs, 1)];
	const count = (...events: readonly TimelineEvent[]) => armed.witness(collectedOf(events)).count;
	t.is(count(oom, killed), 1);
	t.is(count(oom), 0);
	t.is(count(killed), 0);
	t.is(count(oom, ended), 0);
});
