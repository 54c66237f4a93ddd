import test from 'ava';
import {headersOverBuffer} from '../../src/faults/headers-over-buffer.ts';
import {fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

test('its end is a larger buffer, and the app pads on', async (t) => {
	const fake = fakeTopology({
		recentSamples: (now) => [{id: 1, status: 200, good: true, upstream: 1, dueAtMs: now.nowMs() - 1, endedAtMs: now.nowMs()}],
	});
	const armed = await headersOverBuffer({headerBytes: 6000, raisedTo: 8192}).inject(fake.context);
	const cleared = await armed.clear();
	t.deepEqual(fake.calls, ['app1 behave headers', 'gateway reload {"options":{"responseHeaderBytes":8192}}']);
	t.is(cleared.evidence, 'a client got the first good answer of the gateway that takes 8192 bytes');
});

test('sizes that would prove nothing are told before the start', (t) => {
	const topology = {upstreams: upstreamPlans(['node']), gateway: buildTimeline().plan.gateway};
	const problems = (headerBytes: number, raisedTo: number) => headersOverBuffer({headerBytes, raisedTo}).check(topology).length;
	t.is(problems(6000, 8192), 0);
	t.is(problems(4000, 8192), 1);
	t.is(problems(6000, 6000), 1);
});
