import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {buildTimeline, faultToMs, killed} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

test('it passes when goodput is back to the baseline', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: killed()}), expect.throughput({atLeastShareOfBaseline: 0.95}));
	t.is(verdict, 'pass');
	t.regex(observed, /^200\.\d good answers per second against 200\.\d|^199\.\d/);
});

test('it fails when goodput stays low', (t) => {
	const fault = {...killed({toMs: faultToMs + 1500}), toMs: faultToMs};
	t.is(judgeExpectation(buildTimeline({fault}), expect.throughput({atLeastShareOfBaseline: 0.95})).verdict, 'fail');
});

test('it fails when the fault was withheld and goodput should have fallen', (t) => {
	const fallen = expect.throughput({window: 'fault', atMostShareOfBaseline: 0.05});
	t.is(judgeExpectation(buildTimeline({fault: killed()}), fallen).verdict, 'pass');
	t.is(judgeExpectation(buildTimeline(), fallen).verdict, 'fail');
});

test('capacity after the fault is compared with capacity before, and inconclusive where it was not measured', (t) => {
	const timeline = buildTimeline({fault: killed()});
	const wanted = expect.throughput({capacityAtLeastShare: 0.8});
	const probed = (afterPerSecond: number | null) => ({
		...timeline,
		capacity: {beforePerSecond: 5000, afterPerSecond, latencyTrusted: true},
	});
	t.is(judgeExpectation(probed(4900), wanted).verdict, 'pass');
	t.is(judgeExpectation(probed(1000), wanted).verdict, 'fail');
	t.is(judgeExpectation(probed(null), wanted).verdict, 'inconclusive');
});
