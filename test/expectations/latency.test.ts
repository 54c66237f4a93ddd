import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {buildTimeline, hung, killed} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const timedOut = expect.latency({of: 'errors', p50Ms: [900, 1100]});

test('it passes when errors take as long as the time-out', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: hung()}), timedOut);
	t.is(verdict, 'pass');
	t.regex(observed, /^p50 100\d ms, p99 100\d ms, max 100\d ms of 600 failed requests$/);
});

test('it fails when they are refused at once', (t) => {
	const {verdict, expected, observed} = judgeExpectation(buildTimeline({fault: killed()}), timedOut);
	t.is(verdict, 'fail');
	t.is(expected, 'p50 of 900 to 1100 ms for failed requests due in the fault window');
	t.regex(observed, /^p50 1\.\d+ ms|^p50 \d\.\d+ ms/);
});

test('it fails when the fault was withheld', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline(), timedOut);
	t.is(verdict, 'fail');
	t.is(observed, 'no failed request among 600');
	t.is(judgeExpectation(buildTimeline(), expect.latency({p99Ms: [500, null]})).verdict, 'fail');
});

test('good requests and all requests are measured apart', (t) => {
	const half = buildTimeline({fault: hung({share: 0.5})});
	t.is(judgeExpectation(half, expect.latency({of: 'good', maxMs: 50})).verdict, 'pass');
	t.is(judgeExpectation(half, expect.latency({of: 'all', maxMs: 50})).verdict, 'fail');
});

test('it is inconclusive where no request was due', (t) => {
	t.is(judgeExpectation(buildTimeline({faultMs: 0}), timedOut).verdict, 'inconclusive');
});
