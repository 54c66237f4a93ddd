import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {findFlapping} from '../../src/expectations/flapping.ts';
import {findOomLoop} from '../../src/expectations/oom-loop.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import type {TimelineEvent} from '../../src/timeline/timeline.ts';
import {buildTimeline, faultFromMs, faultToMs, killed, treated} from '../helpers/timeline-builder.ts';
import {judgeExpectations} from '../helpers/judge-rule.ts';

const at = (atMs: number) => ({atMs: faultFromMs + atMs, uncertaintyMs: 0.1});

function ended(atMs: number, pid: number, part = 'app1'): TimelineEvent {
	return {kind: 'process', ...at(atMs), part, what: 'exited', pid, exitCode: 137};
}

function swing(atMs: number, part = 'app1'): readonly TimelineEvent[] {
	return [
		{kind: 'process', ...at(atMs), part, what: 'port-closed'},
		{kind: 'process', ...at(atMs + 200), part, what: 'port-open'},
	];
}

const oomCounter: TimelineEvent = {
	kind: 'counter',
	...at(2900),
	part: 'app1',
	name: 'memory.oom_kill.after',
	value: 3,
	source: 'memory.events',
};

function timelineWith(...events: readonly TimelineEvent[]) {
	return buildTimeline({fault: {...killed(), events}});
}

function found(...events: readonly TimelineEvent[]): readonly (string | null)[] {
	const timeline = timelineWith(...events);
	const facts = readFacts(timeline);
	return [findOomLoop(timeline, facts), findFlapping(timeline, facts)];
}

test('an app that is killed for memory twice is in an OOM loop', (t) => {
	t.deepEqual(found(ended(100, 7), ended(1100, 8), oomCounter), [
		'OOM loop: the kernel killed app1 for memory 2 times within 1000 ms',
		null,
	]);
});

test('one kill, kills of two apps, and ends without the word of the kernel are no loop', (t) => {
	t.deepEqual(found(ended(100, 7), oomCounter), [null, null]);
	t.deepEqual(found(ended(100, 7), ended(1100, 8, 'app2'), oomCounter, {...oomCounter, part: 'app2'}), [null, null]);
	t.deepEqual(found(ended(100, 7), ended(1100, 8)), [null, null]);
});

test('an app whose port closes and opens three times flaps', (t) => {
	t.deepEqual(found(...swing(0), ...swing(1000), ...swing(2000)), [
		null,
		'flapping: the port of app1 was closed 3 times and open again 3 times within 2200 ms',
	]);
});

test('two swings, three of two apps, and one that stays down are none', (t) => {
	t.deepEqual(found(...swing(0), ...swing(1000)), [null, null]);
	t.deepEqual(found(...swing(0), ...swing(1000), ...swing(2000, 'app2')), [null, null]);
	t.deepEqual(found(...swing(0), ...swing(1000), ...swing(2000).slice(0, 1)), [null, null]);
});

test('swings that are an OOM loop are called that alone', (t) => {
	const [loop, flapping] = found(...swing(0), ...swing(1000), ...swing(2000), ended(0, 7), ended(1000, 8), ended(2000, 9), oomCounter);
	t.regex(loop ?? '', /^OOM loop: .* 3 times/);
	t.is(flapping, null);
});

test('a service that clients lose again and again flaps, whoever makes it so', (t) => {
	const failed = {status: 503, byApp: false, upstream: 0} as const;
	const timeline = buildTimeline({
		fault: treated(({sentMs}) => (sentMs >= faultFromMs && sentMs < faultToMs && (sentMs - faultFromMs) % 1000 < 500 ? failed : null)),
	});
	t.regex(
		findFlapping(timeline, readFacts(timeline)) ?? '',
		/^flapping: clients lost the service and had it back 3 times within 2\.?\d* ?/,
	);
});

test('the name stands among the reasons of a run that failed, and nowhere in one that passed', (t) => {
	const timeline = timelineWith(ended(100, 7), ended(1100, 8), oomCounter);
	const failing = judgeExpectations(timeline, [expect.noErrors()]);
	t.is(failing.verdict, 'fail');
	t.regex(failing.reasons.at(-1) ?? '', /^OOM loop: /);
	t.deepEqual(judgeExpectations(timeline, [expect.recovery({withinMs: 1000})]).reasons, []);
});
