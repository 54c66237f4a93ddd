import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {findMetastable} from '../../src/expectations/metastable.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import type {Timeline} from '../../src/timeline/timeline.ts';
import {judgeExpectations} from '../helpers/judge-rule.ts';
import {retriedTimeline} from '../helpers/retried-timeline.ts';
import {buildTimeline, faultFromMs, faultToMs, treated} from '../helpers/timeline-builder.ts';
import type {SyntheticFault} from '../helpers/timeline-builder.ts';

/** Requests fail from the fault to the end of the load, though the fault has one. */
const outliving: SyntheticFault = {
	...treated(() => null),
	treat: ({arrivesMs, normalEndMs}, {fromMs}) =>
		arrivesMs < fromMs ? null : {endMs: normalEndMs, status: 504, cause: 'http_response_timeout'},
};

/** Clients try each failed one a second time. */
function outlived(isGood: (dueMs: number) => boolean = () => false): Timeline {
	return retriedTimeline(buildTimeline({recoveryMs: 6000, fault: outliving}), 50, isGood);
}

function found(timeline: Timeline): string | null {
	return findMetastable(timeline, readFacts(timeline));
}

test('an outage that outlives its cause under retries is metastable, and stands among the reasons', (t) => {
	const timeline = outlived();
	t.regex(
		found(timeline) ?? '',
		/^metastable: the cause had been over for \d+ ms and the apps listened, .* clients tried each 2\.0 times$/,
	);
	const {reasons} = judgeExpectations(timeline, [expect.recovery({withinMs: 1000})]);
	t.regex(reasons.at(-1) ?? '', /^metastable: /);
});

test('without retries it has another name', (t) => {
	const timeline = outlived();
	t.is(found({...timeline, samples: {...timeline.samples, firstId: timeline.samples.id}}), null);
});

test('where most second tries are good, retries do their work', (t) => {
	t.is(found(outlived((dueMs) => dueMs > faultToMs && dueMs % 10 < 9)), null);
});

test('an app that went down again is a cause of its own', (t) => {
	const timeline = outlived();
	const down = {kind: 'process', part: 'app1', what: 'port-closed', atMs: faultToMs + 500, uncertaintyMs: 1} as const;
	t.is(found({...timeline, events: [...timeline.events, down]}), null);
	t.not(found({...timeline, events: [{...down, atMs: faultFromMs + 1}, ...timeline.events]}), null);
});

test('a service that recovered, and one that was not watched for long, are not', (t) => {
	const failing = treated(() => ({status: 504, cause: 'http_response_timeout'}));
	t.is(found(retriedTimeline(buildTimeline({fault: failing}), 50, () => false)), null);
	const short = buildTimeline({recoveryMs: 2000, fault: outliving});
	t.is(found(retriedTimeline(short, 50, () => false)), null);
});
