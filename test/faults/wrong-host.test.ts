import test from 'ava';
import {wrongHost} from '../../src/faults/wrong-host.ts';
import {fakeTopology} from '../helpers/fake-topology.ts';

test('the app is told its name before the gateway sends another, and forgets it after the gateway sends the right one', async (t) => {
	const fake = fakeTopology({
		recentSamples: (now) => {
			const wrong = now.calls.filter((call) => call.startsWith('gateway reload')).length === 1;
			return [{id: 1, status: wrong ? 404 : 200, good: !wrong, upstream: 1, dueAtMs: now.nowMs() - 1, endedAtMs: now.nowMs()}];
		},
	});
	const armed = await wrongHost({host: 'backend', status: 404}).inject(fake.context);
	await armed.clear();
	t.deepEqual(fake.calls, [
		'app1 behave refuse-host',
		'gateway reload {"options":{"hostHeader":"backend"}}',
		'gateway reload {}',
		'app1 behave normal',
	]);
	t.deepEqual(fake.orders[0]?.behaviour, {do: 'refuse-host', hosts: ['172.20.0.3'], status: 404});
});
