import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {slo} from '../../src/expectations/slo.ts';
import {buildTimeline, faultFromMs, faultToMs, killed, treated} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const promise = expect.slo({outageMs: [0, 400], errorShare: [0, 0.1], p99Ms: [0, 50], duplicated: 0, lost: 0, recoveryMs: [0, 1000]});

test('it passes when every promise is kept', (t) => {
	const short = buildTimeline({fault: killed({toMs: faultFromMs + 300})});
	const {verdict, observed} = judgeExpectation(short, promise);
	t.is(verdict, 'pass', observed);
	t.regex(observed, /^error share 5(\.\d)? %, p99 3(\.\d+)? ms, outage \d+ ms, duplicated 0, lost 0, recovery after/);
});

test('it fails when one is broken, and says which', (t) => {
	const {verdict, evidence} = judgeExpectation(buildTimeline({fault: killed()}), promise);
	t.is(verdict, 'fail');
	t.regex(evidence.join('\n'), /expected error share 0 % to 10 %, observed error share 50 %/);
	t.regex(evidence.join('\n'), /expected outage 0 to 400 ms, observed outage \d+ ms/);
});

test('it fails when recovery was not seen', (t) => {
	const fault = {...killed({toMs: 60_000}), toMs: faultToMs};
	t.is(judgeExpectation(buildTimeline({fault}), expect.slo({recoveryMs: [0, 5000]})).verdict, 'fail');
});

test('it fails when the fault was withheld and trouble was asked for', (t) => {
	t.is(judgeExpectation(buildTimeline(), expect.slo({outageMs: [1, null]})).verdict, 'fail');
	t.is(judgeExpectation(buildTimeline(), promise).verdict, 'pass');
});

test('it is inconclusive when the end of the fault was not observed', (t) => {
	const timeline = buildTimeline({fault: killed()});
	const events = timeline.events.filter((event) => event.kind !== 'mark' || event.name !== 'clear-effective');
	t.is(judgeExpectation({...timeline, events}, expect.slo({recoveryMs: [0, 5000]})).verdict, 'inconclusive');
});

test('it must promise something', (t) => {
	t.is(slo.validate({}, 'expect[0]')[0]?.message, '`expect[0]` expects nothing');
	t.is(slo.validate({errorShare: [0, 2], lost: -1, lots: 1}, 'expect[0]').length, 3);
});

test('requests that were never sent decide nothing: a share that hangs on them alone is inconclusive', (t) => {
	const unsent = {outcome: 'unsent', status: 0, byApp: false, upstream: 0} as const;
	const one = buildTimeline({fault: treated(({id}) => (id === 800 ? unsent : null))});
	t.is(judgeExpectation(one, expect.slo({errorShare: [0, 0]})).verdict, 'inconclusive');
	t.is(judgeExpectation(one, expect.slo({errorShare: [0, 0.01]})).verdict, 'pass');
	t.is(judgeExpectation(one, expect.slo({errorShare: [0.1, 1]})).verdict, 'fail');
});
