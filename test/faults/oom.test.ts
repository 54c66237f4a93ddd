import test from 'ava';
import {oom} from '../../src/faults/oom.ts';
import type {TimelineEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology, received, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

const at = {atMs: 1500, uncertaintyMs: 1} as const;
const counter = {kind: 'counter', ...at, part: 'app1', source: '/sys/fs/cgroup/memory.events'} as const;
const proofs: Readonly<Record<string, TimelineEvent>> = {
	'the counter before': {...counter, name: 'memory.oom_kill.before', value: 3},
	'the counter after': {...counter, name: 'memory.oom_kill.after', value: 4},
	"the engine's event": {kind: 'container', ...at, part: 'app1', action: 'oom'},
	'the wait status 137': {kind: 'process', ...at, part: 'app1', what: 'exited', exitCode: 137},
};

async function witnessOf(events: readonly TimelineEvent[]) {
	await using armed = await oom().inject(fakeTopology({oomKills: [3, 4]}).context);
	return armed.witness(collectedOf([received('app1', 500), ...events]));
}

test('counter, engine event and wait status together prove a kill by the kernel', async (t) => {
	const {count, evidence} = await witnessOf(Object.values(proofs));
	t.is(count, 1);
	t.is(evidence.length, 3);
	t.regex(evidence.join('\n'), /3 before, 4 after[\s\S]*`oom` of app1: 1[\s\S]*137 of the app on app1: 1/);
});

for (const missing of Object.keys(proofs)) {
	test(`without ${missing} nothing is proven`, async (t) => {
		const events = Object.entries(proofs).flatMap(([name, event]) => (name === missing ? [] : [event]));
		const {count, evidence} = await witnessOf(events);
		t.is(count, 0);
		t.is(evidence.length, 3);
	});
}

test('the end of an app that no request had reached met no traffic', async (t) => {
	await using armed = await oom().inject(fakeTopology({oomKills: [3, 4]}).context);
	t.is(armed.witness(collectedOf([received('app2', 500), ...Object.values(proofs)])).count, 0);
});

test('a counter that stood still proves nothing: the 137 was somebody else', async (t) => {
	t.is((await witnessOf([...Object.values(proofs), {...counter, name: 'x', value: 1}])).count, 1);
	const still: TimelineEvent = {...counter, name: 'memory.oom_kill.after', value: 3};
	const events = Object.entries(proofs).map(([name, event]) => (name === 'the counter after' ? still : event));
	t.is((await witnessOf(events)).count, 0);
});

test('another wait status, and proofs of another app, prove nothing', async (t) => {
	const other = Object.entries(proofs).map(([name, event]): TimelineEvent =>
		name === 'the wait status 137' ? {kind: 'process', ...at, part: 'app1', what: 'exited', exitCode: 1} : event,
	);
	t.is((await witnessOf(other)).count, 0);
	const elsewhere = Object.values(proofs).map((event): TimelineEvent => ('part' in event ? {...event, part: 'app2'} : event));
	t.is((await witnessOf(elsewhere)).count, 0);
});

test('a loop of kills counts what counter and wait statuses both saw', async (t) => {
	const after: TimelineEvent = {...counter, name: 'memory.oom_kill.after', value: 6};
	const events = Object.entries(proofs).map(([name, event]) => (name === 'the counter after' ? after : event));
	const again: TimelineEvent = {kind: 'process', ...at, part: 'app1', what: 'exited', exitCode: 137};
	t.is((await witnessOf([...events, again])).count, 2);
	t.is((await witnessOf([...events, again, again, again])).count, 3);
});

test('the leak is stopped before the app is started, and both readings of the counter go on the timeline', async (t) => {
	const fake = fakeTopology({oomKills: [3, 5]});
	const armed = await oom({bytesPerSecond: 1_000_000, loop: true}).inject(fake.context);
	await armed.clear();
	t.deepEqual(fake.calls, ['app1 leak 1000000 true', 'app1 wait exited', 'app1 stop-leak', 'app1 start', 'app1 wait open']);
	t.deepEqual(
		fake.recorded.map((event) => event.kind === 'counter' && [event.name, event.value]),
		[
			['memory.oom_kill.before', 3],
			['memory.oom_kill.after', 5],
		],
	);
});

test('it is over when the app was seen listening after its last death, not after an earlier one', async (t) => {
	const asked: number[] = [];
	const fake = fakeTopology({
		oomKills: [0, 2],
		upstream: {
			events: () => [
				{kind: 'process', part: 'app1', what: 'exited', atMs: 1002, uncertaintyMs: 0.1},
				{kind: 'process', part: 'app1', what: 'port-open', atMs: 1003, uncertaintyMs: 0.1},
				{kind: 'process', part: 'app1', what: 'exited', atMs: 1700, uncertaintyMs: 0.1},
				{kind: 'process', part: 'app1', what: 'spawned', atMs: 1701, uncertaintyMs: 0.1},
			],
			async waitForPort(_state, sinceMs) {
				asked.push(sinceMs);
				return {atMs: 1750, uncertaintyMs: 0.1};
			},
		},
	});
	const armed = await oom({loop: true}).inject(fake.context);
	t.is((await armed.clear()).atMs, 1750);
	t.deepEqual(asked, [1700]);
});

test('a kernel without the counter leaves no reading on the timeline: a number that is none would not survive JSON', async (t) => {
	const fake = fakeTopology();
	const armed = await oom().inject(fake.context);
	await armed.clear();
	t.deepEqual(fake.recorded, []);
	const {count, evidence} = armed.witness(collectedOf([]));
	t.is(count, 0);
	t.is(evidence[0], 'cgroup counter of app1: oom_kill in nothing: nothing before, nothing after');
});

test('an app without a memory limit cannot run out of it, and that is said before the start', (t) => {
	const {gateway} = buildTimeline().plan;
	t.deepEqual(
		oom()
			.check({upstreams: upstreamPlans(['node']), gateway})
			.map(({message}) => message),
		['oom needs a memory limit on app1: write memoryBytes in its options'],
	);
});
