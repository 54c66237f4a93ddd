import test from 'ava';
import {exit} from '../../src/expectations/exit.ts';
import {expect} from '../../src/expectations/expect.ts';
import type {ProcessEvent} from '../../src/timeline/timeline.ts';
import {buildTimeline, faultFromMs, killed} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const plain = buildTimeline({fault: killed()});

function timelineWith(...ends: readonly Partial<ProcessEvent>[]) {
	const others = plain.events.filter((event) => event.kind !== 'process' || event.what !== 'exited');
	const events = ends.map((end): ProcessEvent => ({
		kind: 'process',
		part: 'app1',
		what: 'exited',
		atMs: faultFromMs + 300,
		uncertaintyMs: 1,
		pid: 7,
		exitCode: 0,
		...end,
	}));
	return {...plain, events: [...others, ...events].toSorted((a, b) => a.atMs - b.atMs)};
}

test('it passes where the process ended in good order, and in time', (t) => {
	const {verdict, observed, evidence} = judgeExpectation(timelineWith({}), expect.exit({withinMs: 500}));
	t.is(verdict, 'pass');
	t.is(observed, '1 ended with wait status 0, the first after 300 ms');
	t.is(evidence.length, 1);
});

test('it fails by another status, a late end, another count, another app, or no end at all', (t) => {
	t.is(judgeExpectation(timelineWith({exitCode: 137}), expect.exit()).verdict, 'fail');
	t.is(judgeExpectation(timelineWith({}), expect.exit({withinMs: 200})).verdict, 'fail');
	t.is(judgeExpectation(timelineWith({}, {}), expect.exit()).verdict, 'fail');
	t.is(judgeExpectation(timelineWith({part: 'app2'}), expect.exit()).verdict, 'fail');
	t.is(judgeExpectation(timelineWith(), expect.exit()).verdict, 'fail');
});

test('an end before the fault is none of it', (t) => {
	t.is(judgeExpectation(timelineWith({atMs: faultFromMs - 500}), expect.exit()).verdict, 'fail');
});

test('several statuses, and how often', (t) => {
	const ends = timelineWith({exitCode: 1}, {exitCode: 139});
	t.is(judgeExpectation(ends, expect.exit({status: [1, 139], count: [2, null]})).verdict, 'pass');
	t.is(judgeExpectation(ends, expect.exit({status: 1, count: 2})).verdict, 'fail');
});

test('whether its process manager gave up', (t) => {
	const gaveUp = timelineWith({exitCode: 1}, {what: 'gave-up'});
	t.is(judgeExpectation(gaveUp, expect.exit({status: 1, gaveUp: true})).verdict, 'pass');
	t.is(judgeExpectation(gaveUp, expect.exit({status: 1, gaveUp: false})).verdict, 'fail');
	t.is(judgeExpectation(timelineWith({exitCode: 1}), expect.exit({status: 1, gaveUp: true})).verdict, 'fail');
	t.is(judgeExpectation(timelineWith({exitCode: 1}), expect.exit({status: 1, gaveUp: false})).verdict, 'pass');
});

test('it fails where the fault was withheld', (t) => {
	t.is(judgeExpectation(buildTimeline(), expect.exit()).verdict, 'fail');
});

test('wrong options are told', (t) => {
	t.deepEqual(
		exit.validate({status: 300, count: -1, gaveUp: 'yes', statsu: 1}, 'expect[0]').map(({path}) => path),
		['expect[0].statsu', 'expect[0].status', 'expect[0].count', 'expect[0].gaveUp'],
	);
});
