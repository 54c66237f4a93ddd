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

test('with two gateways in a row it counts at either place, and for one method', (t) => {
	const both = treated(({post}) => ({byApp: true, upstream: 1, attempts: post ? 1 : 4, inner: {statuses: post ? [200] : [499, 200]}}));
	const timeline = buildTimeline({fault: both});
	const verdictOf = (options: Parameters<typeof expect.retries>[0]) => judgeExpectation(timeline, expect.retries(options)).verdict;
	t.is(verdictOf({attemptsPerRequest: [3.9, 4], method: 'GET'}), 'pass');
	t.is(verdictOf({attemptsPerRequest: [1, 1], method: 'POST'}), 'pass');
	t.is(verdictOf({attemptsPerRequest: [2, 2], method: 'GET', at: 'inner'}), 'pass');
	t.is(verdictOf({attemptsPerRequest: [1, 1], at: 'inner'}), 'fail');
});

test('without a second gateway nothing arrives at one', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline(), expect.retries({attemptsPerRequest: [1, 1], at: 'inner'}));
	t.is(verdict, 'inconclusive');
	t.regex(observed, /inner gateway/);
});
