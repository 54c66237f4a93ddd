import test from 'ava';
import {descriptorLimit} from '../../src/faults/descriptor-limit.ts';
import type {TimelineEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology, received} from '../helpers/fake-topology.ts';

function opens(...values: readonly number[]) {
	const left = [...values];
	let atMs = 1000;
	return {
		limitFiles: async () => {
			atMs += 1000;
			return {
				atMs,
				uncertaintyMs: 1,
				fromMonoMs: 0,
				toMonoMs: 0,
				pid: 7,
				state: 'S (sleeping)',
				descriptors: 21,
				descriptorLimit: 21,
				passiveOpens: left.shift() ?? 0,
			};
		},
	};
}

async function countOf(upstream: ReturnType<typeof opens>, ...more: readonly TimelineEvent[]): Promise<number> {
	const fake = fakeTopology({upstream});
	const armed = await descriptorLimit().inject(fake.context);
	await armed.clear();
	return armed.witness(collectedOf([...fake.recorded, ...more])).count;
}

test('it counts the connections that the kernel accepted, without the requests that the app heard meanwhile', async (t) => {
	t.is(await countOf(opens(10, 110)), 100);
	t.is(await countOf(opens(10, 110), received('app1', 2500), received('app2', 2500), received('app1', 500)), 99);
});

test('where each connection was heard it proved nothing', async (t) => {
	t.is(await countOf(opens(10, 11), received('app1', 2500)), 0);
	t.is(await countOf(opens(10, 10)), 0);
});

test('its limit is taken back', async (t) => {
	const fake = fakeTopology();
	const armed = await descriptorLimit({connections: 3}).inject(fake.context);
	await armed.clear();
	t.deepEqual(fake.calls, ['app1 limit files 3', 'app1 limit files null']);
});
