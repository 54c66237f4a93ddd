import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {buildTimeline, killed, treated} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const some = buildTimeline({fault: treated(({id}) => (id === 800 || id === 801 ? {status: 502} : null))});

test('it passes when every request was answered well', (t) => {
	t.is(judgeExpectation(buildTimeline(), expect.noErrors()).verdict, 'pass');
	t.is(judgeExpectation(buildTimeline({fault: killed()}), expect.noErrors({window: 'baseline'})).verdict, 'pass');
});

test('it fails for one error more than allowed, and names the requests', (t) => {
	const {verdict, observed, evidence} = judgeExpectation(some, expect.noErrors({allow: 1}));
	t.is(verdict, 'fail');
	t.is(observed, '2 of 1600 (0.2 %) failed: 502 × 2');
	t.regex(evidence[0] ?? '', /^request 800 \(POST\), due at 5000 ms: 502 after/);
});

test('it passes within its allowance, as a number or as a share', (t) => {
	t.is(judgeExpectation(some, expect.noErrors({allow: 2})).verdict, 'pass');
	t.is(judgeExpectation(some, expect.noErrors({share: 0.01})).verdict, 'pass');
});

test('it passes when the fault was withheld: it is no expectation to be named as sensitive', (t) => {
	t.is(judgeExpectation(buildTimeline(), expect.noErrors({window: 'fault'})).verdict, 'pass');
});

test('requests that were never sent decide nothing: beyond the allowance by them alone is inconclusive', (t) => {
	const unsent = {outcome: 'unsent', status: 0, byApp: false, upstream: 0} as const;
	const one = buildTimeline({fault: treated(({id}) => (id === 800 ? unsent : null))});
	const {verdict, observed} = judgeExpectation(one, expect.noErrors());
	t.is(verdict, 'inconclusive');
	t.is(observed, '1 of 1600 (0.1 %) failed: unsent × 1');
	t.is(judgeExpectation(one, expect.noErrors({allow: 1})).verdict, 'pass');
	const both = buildTimeline({fault: treated(({id}) => (id === 800 ? unsent : id === 801 ? {status: 502} : null))});
	t.is(judgeExpectation(both, expect.noErrors()).verdict, 'fail');
});

test('it is inconclusive where no request was due', (t) => {
	t.is(judgeExpectation(buildTimeline({faultMs: 0}), expect.noErrors({window: 'fault'})).verdict, 'inconclusive');
});
