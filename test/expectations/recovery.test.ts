import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import {recovery} from '../../src/expectations/recovery.ts';
import {buildTimeline, faultFromMs, faultToMs, killed} from '../helpers/timeline-builder.ts';
import type {SyntheticFault} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const soon = expect.recovery({withinMs: 1000});

test('it passes when the service is back at once', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: killed()}), soon);
	t.is(verdict, 'pass');
	t.regex(observed, /^recovered \d(\.\d+)? ms ± /);
});

test('it passes within its time and fails beyond it, measured from the end of the fault', (t) => {
	const late = buildTimeline({fault: backAfter(800)});
	t.is(judgeExpectation(late, soon).verdict, 'pass');
	t.is(judgeExpectation(late, expect.recovery({withinMs: 700})).verdict, 'fail');
	const found = readFacts(late).recovery;
	t.true(found !== null && 'afterClearMs' in found && Math.abs(found.afterClearMs - 800) <= found.uncertaintyMs + 5);
});

test('a recovery that was never seen is a censored value and fails', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: backAfter(60_000)}), soon);
	t.is(verdict, 'fail');
	t.is(observed, 'no recovery within 2990 ms');
	t.is(judgeExpectation(buildTimeline({fault: backAfter(60_000)}), expect.recovery({never: true})).verdict, 'pass');
	t.is(judgeExpectation(buildTimeline({fault: killed()}), expect.recovery({never: true})).verdict, 'fail');
});

test('a recovery window that is shorter than what was allowed proves nothing', (t) => {
	t.is(judgeExpectation(buildTimeline({fault: backAfter(60_000)}), expect.recovery({withinMs: 2500})).verdict, 'inconclusive');
});

test('a service that comes back and fails again within the window has not recovered', (t) => {
	const down = killed();
	const relapse: SyntheticFault = {
		...down,
		treat: (request, fault) =>
			request.arrivesMs > faultToMs + 1200 && request.arrivesMs < faultToMs + 2000
				? {status: 502, byApp: false, upstream: 0, endMs: request.arrivesMs + 1}
				: down.treat(request, fault),
	};
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: relapse}), soon);
	t.is(verdict, 'fail');
	t.regex(observed, /^recovered .* and then \d+ of \d+ \(2\d(\.\d)? %\) failed until the end of the window$/);
});

test('one error in a hundred is still recovered, and three are not', (t) => {
	t.is(judgeExpectation(buildTimeline({fault: errorsAfter(100)}), soon).verdict, 'pass');
	t.is(judgeExpectation(buildTimeline({fault: errorsAfter(33)}), soon).verdict, 'fail');
});

test('answers that are good but come too few are no recovery', (t) => {
	// Every answer is held back by a growing time: half of the goodput.
	const slow: SyntheticFault = {
		fromMs: faultFromMs,
		toMs: faultToMs,
		treat: ({dueMs, normalEndMs}) => (dueMs >= faultFromMs ? {byApp: true, upstream: 1, endMs: normalEndMs + (dueMs - faultFromMs)} : null),
	};
	t.is(judgeExpectation(buildTimeline({fault: slow}), soon).verdict, 'fail');
});

test('it fails when the fault was withheld: there was nothing to recover from', (t) => {
	t.is(judgeExpectation(buildTimeline(), soon).verdict, 'fail');
	t.is(judgeExpectation(buildTimeline(), expect.recovery({never: true})).verdict, 'fail');
});

test('it is inconclusive when the end of the fault was not observed', (t) => {
	const timeline = buildTimeline({fault: killed()});
	const events = timeline.events.filter((event) => event.kind !== 'mark' || event.name !== 'clear-effective');
	t.is(judgeExpectation({...timeline, events}, soon).verdict, 'inconclusive');
});

test('to recover within a time and never is a contradiction', (t) => {
	t.is(recovery.validate({withinMs: 1, never: true}, 'x').length, 1);
	t.is(recovery.validate({}, 'x').length, 1);
});

function backAfter(delayMs: number): SyntheticFault {
	return {...killed({toMs: faultToMs + delayMs}), toMs: faultToMs};
}

function errorsAfter(every: number): SyntheticFault {
	const fault = killed();
	return {
		...fault,
		treat: (request) =>
			request.id > 1102 && request.id % every === 0 ? {status: 502, endMs: request.sentMs + 1} : fault.treat(request, fault),
	};
}
