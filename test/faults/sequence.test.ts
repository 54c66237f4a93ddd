import test from 'ava';
import {hang} from '../../src/faults/hang.ts';
import {kill} from '../../src/faults/kill.ts';
import {linkDown} from '../../src/faults/link-down.ts';
import {loss} from '../../src/faults/loss.ts';
import {reject} from '../../src/faults/reject.ts';
import {makeFault} from '../../src/faults/make-fault.ts';
import {armed} from '../../src/faults/armed.ts';
import {sequence} from '../../src/faults/sequence.ts';
import type {ArmedFault, Fault} from '../../src/faults/fault.ts';
import type {TimelineEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology, received, upstreamPlans} from '../helpers/fake-topology.ts';
import type {FakeTopology} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

const {gateway} = buildTimeline().plan;
const three = {upstreams: ['app1', 'app2', 'app3']};

/** Lets time pass as a fault window does. */
async function passes(fake: FakeTopology, durationMs: number): Promise<void> {
	const thenMs = fake.nowMs() + durationMs;
	while (fake.nowMs() < thenMs) {
		await fake.context.pause(5);
	}
}

function faulted(part: string, atMs: number): TimelineEvent {
	return {kind: 'journal', part, atMs, uncertaintyMs: 0.1, requestId: 1, step: 'faulted', detail: 'hang'};
}

async function turnsBy(seed: number): Promise<readonly number[]> {
	const fake = fakeTopology();
	const parts = [{fault: hang(), forMs: 100, repeat: {times: 4, everyMs: 500, jitterMs: 200}}];
	const context = {...fake.context, plan: {...fake.context.plan, seed}};
	await using story = await sequence({parts}).inject(context);
	await passes(fake, 4000);
	await story.clear();
	return bandsOf(fake).map(({atMs}) => atMs - story.effective.atMs);
}

function bandsOf({recorded}: FakeTopology) {
	return recorded.filter((event) => event.kind === 'fault-part');
}

test('parts begin and end when their time has come, counted from the effect of the first', async (t) => {
	const fake = fakeTopology(three);
	const fault = sequence({
		parts: [
			{fault: kill({upstream: 'app2'}), atMs: 1000, forMs: 300},
			{fault: hang({upstream: 'app1'}), atMs: 200, forMs: 400},
		],
	});
	await using story = await fault.inject(fake.context);
	t.deepEqual(fake.calls, ['app1 behave hang']);
	await passes(fake, 3000);
	t.deepEqual(fake.calls, [
		'app1 behave hang',
		'app1 behave normal',
		'app2 kill SIGKILL null',
		'app2 wait closed',
		'app2 start',
		'app2 wait open',
	]);
	const [first, second] = bandsOf(fake);
	t.is(first?.name, 'parts[1]');
	t.is(first?.atMs, story.effective.atMs);
	const [firstMs, offMs] = [(first?.toMs ?? 0) - (first?.atMs ?? 0), (second?.atMs ?? 0) - story.effective.atMs];
	t.true(firstMs >= 400 && firstMs < 450, `${firstMs}`);
	t.true(offMs >= 800 && offMs < 850, `${offMs}`);
	const cleared = await story.clear();
	t.true(second !== undefined && cleared.atMs === second.toMs);
});

test('parts at the same time begin at once, and the effect is that of the earliest', async (t) => {
	const fake = fakeTopology(three);
	const parts = ['app1', 'app2', 'app3'].map((upstream) => ({fault: hang({upstream})}));
	await using story = await sequence({parts}).inject(fake.context);
	t.deepEqual(fake.calls, ['app1 behave hang', 'app2 behave hang', 'app3 behave hang']);
	t.is(story.effective.atMs, 1001);
	await story.clear();
	t.deepEqual(
		fake.orders.slice(3).map((order) => order),
		[null, null, null],
	);
});

test('a part waits for those of an earlier time to work: what drains is out of the way before what it protects from', async (t) => {
	const fake = fakeTopology(three);
	const drained = Promise.withResolvers<void>();
	const drain: Fault = {
		...hang({upstream: 'app1'}),
		async inject(context) {
			await drained.promise;
			return await hang({upstream: 'app1'}).inject(context);
		},
	};
	const parts = [{fault: hang({upstream: 'app3'})}, {fault: drain, atMs: 200}, {fault: kill({upstream: 'app2'}), atMs: 400}];
	await using story = await sequence({parts}).inject(fake.context);
	await passes(fake, 1000);
	t.deepEqual(fake.calls, ['app3 behave hang']);
	drained.resolve();
	await passes(fake, 100);
	t.deepEqual(fake.calls, ['app3 behave hang', 'app1 behave hang', 'app2 kill SIGKILL null', 'app2 wait closed']);
	await story.clear();
});

test('turns are as many as were wanted, and off the beat by what the seed says', async (t) => {
	const [one, again, other] = [await turnsBy(1), await turnsBy(1), await turnsBy(2)];
	t.is(one.length, 4);
	t.deepEqual(one, again);
	t.notDeepEqual(one, other);
	for (const [turn, atMs] of one.entries()) {
		t.true(atMs >= turn * 500 && atMs < turn * 500 + 250, `${atMs}`);
	}
});

test('clearing ends all that goes on, lets nothing begin any more, and does so once', async (t) => {
	const fake = fakeTopology(three);
	const parts = [
		{fault: hang({upstream: 'app1'})},
		{fault: hang({upstream: 'app2'}), atMs: 100},
		{fault: hang({upstream: 'app3'}), atMs: 10_000},
	];
	await using story = await sequence({parts}).inject(fake.context);
	await passes(fake, 500);
	const first = await story.clear();
	t.deepEqual(await story.clear(), first);
	await passes(fake, 20_000);
	t.deepEqual(fake.calls.toSorted(), ['app1 behave hang', 'app1 behave normal', 'app2 behave hang', 'app2 behave normal']);
});

test('a part that cannot be cleared is told, and the others are cleared all the same', async (t) => {
	const fake = fakeTopology(three);
	const parts = [{fault: broken('clear')}, {fault: hang({upstream: 'app2'})}, {fault: broken('clear')}];
	const story = await sequence({parts}).inject(fake.context);
	await t.throwsAsync(story.clear(), {message: /2 parts.*clear fails; clear fails/});
	t.deepEqual(fake.orders, [{behaviour: {do: 'hang', after: 'request'}, share: 1, methods: null}, null]);
});

test('a first part that cannot be injected takes those beside it back', async (t) => {
	const fake = fakeTopology(three);
	await t.throwsAsync(sequence({parts: [{fault: hang()}, {fault: broken('inject')}]}).inject(fake.context), {message: 'inject fails'});
	t.is(fake.orders.at(-1), null);
});

test('a later part that cannot be injected is told when the sequence is cleared', async (t) => {
	const fake = fakeTopology(three);
	const story = await sequence({parts: [{fault: hang()}, {fault: broken('inject'), atMs: 100}]}).inject(fake.context);
	await passes(fake, 500);
	await t.throwsAsync(story.clear(), {message: 'inject fails'});
	t.is(fake.orders.at(-1), null);
});

test('its witness is zero as soon as one of its parts met nothing', async (t) => {
	const fake = fakeTopology(three);
	const parts = [
		{fault: hang({upstream: 'app1'}), forMs: 100},
		{fault: hang({upstream: 'app2'}), atMs: 1000, forMs: 100},
	];
	await using story = await sequence({parts}).inject(fake.context);
	await passes(fake, 2000);
	const {atMs} = story.effective;
	const both = story.witness(collectedOf([faulted('app1', atMs + 10), faulted('app2', atMs + 1010)]));
	t.is(both.count, 2);
	const one = story.witness(collectedOf([faulted('app1', atMs + 10)]));
	t.is(one.count, 0);
	t.regex(one.evidence[0] ?? '', /^parts\[1\] .*: 0 /);
});

test('no turn vouches for another one', async (t) => {
	const fake = fakeTopology();
	const parts = [{fault: hang(), forMs: 100, repeat: {times: 2, everyMs: 1000}}];
	await using story = await sequence({parts}).inject(fake.context);
	await passes(fake, 2000);
	const {atMs} = story.effective;
	t.is(story.witness(collectedOf([faulted('app1', atMs + 10), faulted('app1', atMs + 20)])).count, 0);
	t.is(story.witness(collectedOf([faulted('app1', atMs + 1010), faulted('app1', atMs + 1020)])).count, 0);
	t.is(story.witness(collectedOf([faulted('app1', atMs + 10), faulted('app1', atMs + 1010)])).count, 2);
});

test('what may have happened within a turn, as far as its instant is known, counts for it', async (t) => {
	const fake = fakeTopology();
	await using story = await sequence({parts: [{fault: hang(), forMs: 100}]}).inject(fake.context);
	await passes(fake, 500);
	const {atMs} = story.effective;
	t.is(story.witness(collectedOf([faulted('app1', atMs - 400)])).count, 0);
	t.is(story.witness(collectedOf([{...faulted('app1', atMs - 400), uncertaintyMs: 500}])).count, 1);
});

test('a part sees of the time before it that its target was in use', async (t) => {
	const fake = fakeTopology();
	await using story = await sequence({parts: [{fault: kill(), forMs: 100}]}).inject(fake.context);
	await passes(fake, 500);
	const {atMs} = story.effective;
	const exit: TimelineEvent = {kind: 'process', part: 'app1', what: 'exited', atMs: atMs + 1, uncertaintyMs: 0.1, pid: 7, exitCode: 137};
	t.is(story.witness(collectedOf([exit])).count, 0);
	t.is(story.witness(collectedOf([received('app1', atMs - 500), exit])).count, 1);
});

test('a part that had not begun when the sequence ended met nothing', async (t) => {
	const fake = fakeTopology();
	await using story = await sequence({parts: [{fault: hang()}, {fault: hang(), atMs: 10_000}]}).inject(fake.context);
	await story.clear();
	const {count, evidence} = story.witness(collectedOf([faulted('app1', story.effective.atMs + 0.1)]));
	t.is(count, 0);
	t.regex(evidence[0] ?? '', /had not begun/);
});

test('its needs are those of its parts, one for each namespace', (t) => {
	const fault = sequence({
		parts: [
			{fault: loss({share: 0.1})},
			{fault: reject({with: 'host-unreachable'})},
			{fault: loss({share: 0.1, part: 'gateway'})},
			{fault: linkDown()},
		],
	});
	t.deepEqual(fault.needs, {
		network: [
			{part: 'app1', kernel: ['packet-rules'], sysctls: {'net.ipv4.icmp_ratelimit': '0'}},
			{part: 'gateway', kernel: ['packet-rules']},
		],
		links: ['app1'],
	});
});

test('mistakes are told with the path of the part, all at once', (t) => {
	const parts: readonly unknown[] = [
		{fault: hang({upstream: 'app7'})},
		{fault: hang({share: 2}), at: 100},
		{fault: hang(), repeat: {times: 3, everyMs: 100}},
		{fault: 'kill'},
	];
	t.deepEqual(
		// @ts-expect-error scenario files run unchecked.
		sequence({parts})
			.check({upstreams: upstreamPlans(['node']), gateway})
			.map(({path}) => path),
		['fault.parts[1].at', 'fault.parts[2].forMs', 'fault.parts[3].fault', 'fault.parts[0].fault.upstream', 'fault.parts[1].fault.share'],
	);
	t.is(sequence({parts: []}).check({upstreams: upstreamPlans(['node']), gateway}).length, 1);
});

function broken(where: 'inject' | 'clear'): Fault {
	return makeFault({
		kind: 'broken',
		options: {},
		checkers: {},
		describe: 'broken',
		effect: {withinMs: 100, goneWithinMs: 100},
		async inject(context): Promise<ArmedFault> {
			await Promise.resolve();
			if (where === 'inject') {
				throw new Error('inject fails');
			}

			return armed({
				effective: context.now(),
				evidence: 'armed',
				async clear() {
					await Promise.resolve();
					throw new Error('clear fails');
				},
				witness: () => ({count: 1, unit: 'things', evidence: []}),
			});
		},
	});
}
