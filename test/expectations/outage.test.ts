import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {outage} from '../../src/expectations/outage.ts';
import {buildTimeline, faultFromMs, faultToMs, killed, mark, treated} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const matching = expect.outage({matchesFaultWithinMs: 10});
const down = buildTimeline({fault: killed()});

test('it passes when the outage has the edges of the fault', (t) => {
	const {verdict, observed, evidence} = judgeExpectation(down, matching);
	t.is(verdict, 'pass');
	t.regex(observed, /^one outage of 3\d{3} ms ± \d/);
	t.true(evidence.length >= 2);
});

test('it passes by count, by length, and by both', (t) => {
	t.is(judgeExpectation(down, expect.outage({count: 1, lengthMs: [2990, 3010]})).verdict, 'pass');
	t.is(judgeExpectation(down, expect.outage({lengthMs: [2990, null]})).verdict, 'pass');
	t.is(judgeExpectation(buildTimeline(), expect.outage({none: true})).verdict, 'pass');
});

test('it fails when the outage is longer than the fault', (t) => {
	const fault = {...killed({toMs: faultToMs + 100}), toMs: faultToMs};
	const {verdict, observed} = judgeExpectation(buildTimeline({fault}), matching);
	t.is(verdict, 'fail');
	t.regex(observed, /9\d\.\d ms at its end|10\d ms at its end/);
});

test('it fails when there are two outages, or one of another length', (t) => {
	const [first, second] = [killed({fromMs: faultFromMs, toMs: 4500}), killed({fromMs: 5500, toMs: faultToMs})];
	const twice = {
		...first,
		toMs: faultToMs,
		treat: (request: Parameters<typeof first.treat>[0]) => first.treat(request, first) ?? second.treat(request, second),
	};
	t.is(judgeExpectation(buildTimeline({fault: twice}), matching).verdict, 'fail');
	t.is(judgeExpectation(buildTimeline({fault: twice}), expect.outage({count: 2})).verdict, 'pass');
	t.is(judgeExpectation(down, expect.outage({lengthMs: [0, 2000]})).verdict, 'fail');
	t.is(judgeExpectation(down, expect.outage({none: true})).verdict, 'fail');
});

test('it fails when the outage did not end', (t) => {
	const fault = {...killed({toMs: 60_000}), toMs: faultToMs};
	const {verdict, observed} = judgeExpectation(buildTimeline({fault}), matching);
	t.is(verdict, 'fail');
	t.regex(observed, /did not end/);
});

test('it fails when the fault was withheld', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline(), matching);
	t.is(verdict, 'fail');
	t.is(observed, 'no outage');
	t.is(judgeExpectation(buildTimeline(), expect.outage({lengthMs: [0, 9000]})).verdict, 'fail');
});

test('it is inconclusive when the end of the fault was not observed', (t) => {
	const events = down.events.filter((event) => event.kind !== 'mark' || event.name !== 'clear-effective');
	t.is(judgeExpectation({...down, events}, matching).verdict, 'inconclusive');
});

test('where only the uncertainty of an instant lies between match and mismatch nothing was shown', (t) => {
	const late = down.events.map((event) =>
		event.kind === 'mark' && event.name === 'inject-effective' ? mark('inject-effective', event.atMs - 30, 30) : event,
	);
	t.is(judgeExpectation({...down, events: late}, matching).verdict, 'inconclusive');
	const wrong = down.events.map((event) =>
		event.kind === 'mark' && event.name === 'inject-effective' ? mark('inject-effective', event.atMs - 30, 1) : event,
	);
	t.is(judgeExpectation({...down, events: wrong}, matching).verdict, 'fail');
});

test('a request that was never sent is no outage', (t) => {
	const unsent = {outcome: 'unsent', status: 0, byApp: false, upstream: 0} as const;
	const timeline = buildTimeline({fault: treated(({id}) => (id === 800 ? unsent : null))});
	t.is(judgeExpectation(timeline, expect.outage({none: true})).verdict, 'pass');
	const refused = buildTimeline({fault: treated(({id}) => (id === 800 ? {status: 502, byApp: false, upstream: 0} : null))});
	t.is(judgeExpectation(refused, expect.outage({none: true})).verdict, 'fail');
});

test('options that say nothing or contradict themselves are problems', (t) => {
	t.is(outage.validate({}, 'expect[0]').length, 1);
	t.is(outage.validate({none: true, count: 1}, 'expect[0]').length, 1);
	t.is(outage.validate({none: true}, 'expect[0]').length, 0);
});
