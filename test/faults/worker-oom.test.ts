import test from 'ava';
import {workerOom} from '../../src/faults/worker-oom.ts';
import type {TimelineEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

const counter = {kind: 'counter', atMs: 1500, uncertaintyMs: 1, part: 'app1', source: '/sys/fs/cgroup/memory.events'} as const;
const readings = (before: number, after: number): readonly TimelineEvent[] => [
	{...counter, name: 'memory.oom_kill.before', value: before},
	{...counter, name: 'memory.oom_kill.after', value: after},
];
const treated = (count: number): readonly TimelineEvent[] =>
	Array.from({length: count}, (_, requestId) => ({
		kind: 'journal',
		part: 'app1',
		atMs: 1400,
		uncertaintyMs: 0.1,
		requestId,
		step: 'faulted',
		detail: 'take-memory',
	}));

async function countOf(events: readonly TimelineEvent[]): Promise<number> {
	await using armed = await workerOom().inject(fakeTopology({oomKills: [0, 1]}).context);
	return armed.witness(collectedOf(events)).count;
}

test('it met as many requests as the journal says, and no more than the kernel killed processes for memory', async (t) => {
	t.is(await countOf([...treated(3), ...readings(2, 5)]), 3);
	t.is(await countOf([...treated(3), ...readings(2, 4)]), 2);
	t.is(await countOf([...treated(1), ...readings(2, 5)]), 1);
});

test('workers that were killed without the kernel counting it, or a counter that was not read, prove nothing', async (t) => {
	t.is(await countOf([...treated(3), ...readings(2, 2)]), 0);
	t.is(await countOf(treated(3)), 0);
	t.is(await countOf(readings(2, 5)), 0);
});

test('the counter is read before the order and after it is taken back', async (t) => {
	const fake = fakeTopology({oomKills: [3, 5]});
	const armed = await workerOom({share: 0.1}).inject(fake.context);
	await armed.clear();
	t.deepEqual(fake.orders, [{behaviour: {do: 'take-memory'}, share: 0.1, methods: null}, null]);
	t.deepEqual(
		fake.recorded.map((event) => event.kind === 'counter' && [event.name, event.value]),
		[
			['memory.oom_kill.before', 3],
			['memory.oom_kill.after', 5],
		],
	);
});

test('an app without a memory limit would take the whole machine, and is refused before the start', (t) => {
	const {gateway} = buildTimeline().plan;
	t.deepEqual(
		workerOom()
			.check({upstreams: upstreamPlans(['gunicorn']), gateway})
			.map(({message}) => message),
		['worker-oom needs a memory limit on app1: write memoryBytes in its options'],
	);
	t.deepEqual(workerOom().check({upstreams: upstreamPlans(['gunicorn'], 256 * 1024 * 1024), gateway}), []);
});
