import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {buildTimeline, treated} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const others = expect.failover({to: ['app2', 'app3'], share: [0.95, 1]});

test('it passes when the other upstreams answer', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: treated(({id}) => ({byApp: true, upstream: 2 + (id % 2)}))}), others);
	t.is(verdict, 'pass');
	t.regex(observed, /^600 of 600 \(100 %\); good from app\d × 300, good from app\d × 300$/);
});

test('it fails when requests fail instead', (t) => {
	const fault = treated(({id}) => (id % 3 === 0 ? {status: 502, cause: 'connection_refused'} : {byApp: true, upstream: 2}));
	const {verdict, observed} = judgeExpectation(buildTimeline({fault}), others);
	t.is(verdict, 'fail');
	t.regex(observed, /failed × 200/);
});

test('it fails when the fault was withheld, since the first upstream answers still', (t) => {
	t.is(judgeExpectation(buildTimeline(), others).verdict, 'fail');
});

test('it is inconclusive where no request was due', (t) => {
	t.is(judgeExpectation(buildTimeline({faultMs: 0}), others).verdict, 'inconclusive');
});
