import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import type {Timeline, TimelineEvent} from '../../src/timeline/timeline.ts';
import {buildTimeline, treated} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const oneDown = expect.listening({fewest: [2, 2]});

/** Three apps, and ports that close (false) or open (true) so many ms after the fault's effect. */
function deploy(changes: readonly (readonly [part: string, afterMs: number, opens: boolean])[]): Timeline {
	const timeline = buildTimeline({fault: treated(() => ({byApp: true, upstream: 1}))});
	const effectiveMs = timeline.events.find((event) => event.kind === 'mark' && event.name === 'inject-effective')?.atMs ?? 0;
	const events = changes.map(([part, afterMs, opens]): TimelineEvent => ({
		kind: 'process',
		part,
		what: opens ? 'port-open' : 'port-closed',
		atMs: effectiveMs + afterMs,
		uncertaintyMs: 1,
	}));
	const [app] = timeline.plan.upstreams;
	const upstreams = app === undefined ? [] : ['app1', 'app2', 'app3'].map((name) => ({...app, name}));
	return {...timeline, plan: {...timeline.plan, upstreams}, events: [...timeline.events, ...events]};
}

test('one after the other leaves two', (t) => {
	const {verdict, observed} = judgeExpectation(
		deploy([
			['app1', 10, false],
			['app1', 100, true],
			['app2', 200, false],
			['app2', 300, true],
		]),
		oneDown,
	);
	t.is(verdict, 'pass');
	t.regex(observed, /^2 of 3, /);
});

test('two down at once are seen, however short', (t) => {
	const {verdict, evidence} = judgeExpectation(
		deploy([
			['app1', 10, false],
			['app2', 99, false],
			['app1', 100, true],
			['app2', 300, true],
		]),
		oneDown,
	);
	t.is(verdict, 'fail');
	t.is(evidence.length, 4);
});

test('none down is another number, too', (t) => {
	t.is(judgeExpectation(deploy([]), oneDown).verdict, 'fail');
});

test('what was down before the window still is, and what happens after it does not count', (t) => {
	const before = deploy([
		['app1', -100, false],
		['app2', 60_000, false],
	]);
	t.is(judgeExpectation(before, oneDown).verdict, 'pass');
});

test('the end of a container is the end of its port, and other parts have no say', (t) => {
	const timeline = deploy([['gateway', 10, false]]);
	t.is(judgeExpectation(timeline, oneDown).verdict, 'fail');
	const atMs = timeline.events.at(-1)?.atMs ?? 0;
	const died: TimelineEvent = {kind: 'container', part: 'app3', action: 'die', atMs, uncertaintyMs: 1, exitCode: 137};
	t.is(judgeExpectation({...timeline, events: [...timeline.events, died]}, oneDown).verdict, 'pass');
});

test('it is inconclusive without the window', (t) => {
	t.is(judgeExpectation(buildTimeline({faultMs: 0}), oneDown).verdict, 'inconclusive');
});
