import test from 'ava';
import {killContainer} from '../../src/faults/kill-container.ts';
import type {TimelineEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology, received} from '../helpers/fake-topology.ts';

const death: TimelineEvent = {kind: 'container', part: 'app1', action: 'die', atMs: 1100, uncertaintyMs: 10, exitCode: 137};

test("its witness counts the engine's reports of that container's end", async (t) => {
	const armed = await killContainer().inject(fakeTopology().context);
	const witness = armed.witness(collectedOf([received('app1', 500), death, {...death, part: 'app2'}]));
	t.is(witness.count, 1);
	t.regex(witness.evidence.join(), /app1 died with exit code 137/);
});

test('the end of a container that no request had reached met no traffic', async (t) => {
	const armed = await killContainer().inject(fakeTopology({upstreams: ['app1', 'app2']}).context);
	t.is(armed.witness(collectedOf([received('app2', 500), death])).count, 0);
});

for (const connections of [0, 3]) {
	test(`where a part keeps no journal, the kernel's table says whether it was in use: ${connections} connections`, async (t) => {
		const seen = async () => ({atMs: 900, uncertaintyMs: 1, value: connections, source: '/proc/net/tcp'});
		const fake = fakeTopology({upstream: {connections: seen}});
		const armed = await killContainer().inject(fake.context);
		const {count, evidence} = armed.witness(collectedOf([...fake.recorded, death]));
		t.is(count, connections === 0 ? 0 : 1);
		t.regex(evidence.join(), new RegExp(`/proc/net/tcp: ${connections} connections to app1 just before the effect`));
	});
}
