import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {buildTimeline, killed, treated} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const twice = treated(() => ({byApp: true, upstream: 2, attempts: 2}));

test('it passes when requests arrive as often as expected', (t) => {
	t.is(judgeExpectation(buildTimeline(), expect.retries({attemptsPerRequest: [1, 1]})).verdict, 'pass');
	t.is(judgeExpectation(buildTimeline({fault: twice}), expect.retries({attemptsPerRequest: [1.9, 2]})).verdict, 'pass');
});

test('it fails when the gateway tries more often, and names requests', (t) => {
	const {verdict, observed, evidence} = judgeExpectation(buildTimeline({fault: twice}), expect.retries({attemptsPerRequest: [1, 1]}));
	t.is(verdict, 'fail');
	t.regex(observed, /^(2\.000|1\.99\d) arrivals per request/);
	t.true(evidence.length > 0);
});

test('it fails when the fault was withheld and tries were expected', (t) => {
	t.is(judgeExpectation(buildTimeline(), expect.retries({attemptsPerRequest: [1.5, 2]})).verdict, 'fail');
});

test('it is inconclusive when no request reached an app', (t) => {
	t.is(judgeExpectation(buildTimeline({fault: killed()}), expect.retries({attemptsPerRequest: [1, 1]})).verdict, 'inconclusive');
});
