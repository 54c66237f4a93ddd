import test from 'ava';
import {conntrackFull} from '../../src/faults/conntrack-full.ts';
import {fakeTopology} from '../helpers/fake-topology.ts';

test('connections over the number are dropped where the kernel knows connections, and counted', async (t) => {
	const fake = fakeTopology();
	await using armed = await conntrackFull({entries: 5}).inject(fake.context);
	t.true(armed.effective.atMs > 0);
	const input = fake.ordered[0]?.input ?? '';
	t.regex(input, /hook input priority 0;/);
	t.regex(input, /meta l4proto tcp ct state new ct count over 5 counter name incoming drop/);
});
