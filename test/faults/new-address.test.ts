import test from 'ava';
import {newAddress} from '../../src/faults/new-address.ts';
import {collectedOf, fakeTopology, received} from '../helpers/fake-topology.ts';

test('its old address is taken by another service before it comes back', async (t) => {
	const fake = fakeTopology({upstreams: ['app1', 'app2']});
	const armed = await newAddress({upstream: 'app2'}).inject(fake.context);
	t.deepEqual(fake.calls, ['undo start id-of-app2', 'app2 kill container']);
	const {evidence} = await armed.clear();
	t.deepEqual(fake.calls.slice(2), ['172.20.0.2:8080 taken', 'app2 restart container', 'undone start']);
	t.regex(evidence, /172\.20\.0\.2 is another service's now$/);
});

test("its witness is the engine's report of the container's end, where requests had reached it", async (t) => {
	const armed = await newAddress().inject(fakeTopology().context);
	const death = {kind: 'container', part: 'app1', action: 'die', atMs: 1100, uncertaintyMs: 10, exitCode: 137} as const;
	t.is(armed.witness(collectedOf([received('app1', 500), death])).count, 1);
	t.is(armed.witness(collectedOf([death])).count, 0);
});
