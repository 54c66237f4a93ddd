import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import {decodeSamples, encodeSamples} from '../../src/timeline/sample-file.ts';
import type {JournalEvent} from '../../src/timeline/timeline.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';
import {retriedTimeline} from '../helpers/retried-timeline.ts';
import {buildTimeline, faultFromMs, faultToMs, killed} from '../helpers/timeline-builder.ts';

const plain = buildTimeline({fault: killed()});
/** Another app takes what was refused. */
const saved = retriedTimeline(plain, 50, () => true);
/** Nothing is answered before the fault is over. */
const inVain = retriedTimeline(plain, 50, (dueMs) => dueMs >= faultToMs);

test('a window counts client requests once, by their last try, and further tries apart', (t) => {
	const {windows} = readFacts(saved);
	t.like(windows.fault, {intended: 600, sent: 600, good: 600, outcomes: {200: 600}});
	t.is(windows.fault?.goodputPerSecond, windows.baseline.goodputPerSecond);
	const retries = (windows.fault?.retries ?? 0) + (windows.recovery?.retries ?? 0);
	t.is(retries, 600);
	// Those that were tried again after the fault count where they were first due.
	t.true((windows.recovery?.retries ?? 0) > 5);
	t.like(windows.recovery, {intended: readFacts(plain).windows.recovery?.intended, good: readFacts(plain).windows.recovery?.good});
	// From the first try on.
	t.true((windows.fault?.p50Ms ?? 0) > 50);
	t.is(windows.baseline.retries, 0);
});

test('clients that are answered in the end see no error, while every try that failed is an error of the gateway', (t) => {
	t.is(judgeExpectation(plain, expect.noErrors()).verdict, 'fail');
	t.is(judgeExpectation(saved, expect.noErrors()).verdict, 'pass');
	t.is(judgeExpectation(inVain, expect.noErrors()).verdict, 'fail');
	t.is(judgeExpectation(saved, expect.slo({errorShare: [0, 0], p99Ms: [50, 70]})).verdict, 'pass');
	t.is(judgeExpectation(inVain, expect.slo({errorShare: [0, 0.1]})).verdict, 'fail');
	t.is(judgeExpectation(saved, expect.throughput({window: 'fault', atLeastShareOfBaseline: 1})).verdict, 'pass');
	t.is(judgeExpectation(inVain, expect.throughput({window: 'fault', atLeastShareOfBaseline: 0.1})).verdict, 'fail');
	// Half of the tries of the fault window.
	t.is(judgeExpectation(saved, expect.status({is: 502, share: [0.48, 0.52]})).verdict, 'pass');
	t.is(judgeExpectation(inVain, expect.status({is: 502, share: [0.97, 1]})).verdict, 'pass');
});

test('the service is not back while clients have to ask twice', (t) => {
	// Every second request still fails for a second after the fault, and is good when it is tried again.
	const halfBack = buildTimeline({
		fault: {
			...killed(),
			treat: (request, fault) =>
				request.arrivesMs >= faultFromMs && request.arrivesMs < faultToMs + 1000 && (request.arrivesMs < faultToMs || request.id % 2 === 0)
					? {status: 502, endMs: request.arrivesMs + 0.5}
					: killed().treat(request, fault),
		},
	});
	const {recovery} = readFacts(retriedTimeline(halfBack, 20, (dueMs) => dueMs >= faultToMs));
	t.true(recovery !== null && 'afterClearMs' in recovery && recovery.afterClearMs > 900, JSON.stringify(recovery));
});

function committed(requestId: number): JournalEvent {
	return {
		kind: 'journal',
		atMs: faultToMs,
		uncertaintyMs: 0.1,
		part: 'app2',
		requestId,
		step: 'committed',
		key: `k${requestId % 1_000_000}`,
	};
}

test('all tries of a POST are one entry of the ledger', (t) => {
	const {ledger} = readFacts(saved);
	// The journals know nothing of the second tries, which were told success.
	const failedPosts = ledger.ids.lost.length;
	t.true(failedPosts >= 119 && failedPosts <= 121);
	t.is(ledger.sent, readFacts(plain).ledger.sent);
	const [first = 0, second = 0] = ledger.ids.lost;
	const events = [...saved.events, committed(1_000_000 + first), committed(second), committed(1_000_000 + second)];
	const known = readFacts({...saved, events}).ledger;
	t.is(known.lost, failedPosts - 2);
	t.deepEqual(known.ids.duplicated, [second]);
	t.is(known.committedButFailed, 0);
	const told = readFacts({...inVain, events: [...inVain.events, committed(first), committed(1_000_000 + first)]}).ledger;
	t.deepEqual([told.ids.duplicated, told.ids.committedButFailed], [[first], [first]]);
});

test('a saved run knows whose try a sample is', (t) => {
	const read = decodeSamples(encodeSamples(saved.samples));
	t.deepEqual(read, saved.samples);
	const withoutRetries = decodeSamples(encodeSamples(plain.samples));
	t.is(withoutRetries.firstId, withoutRetries.id);
});
