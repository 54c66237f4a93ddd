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
