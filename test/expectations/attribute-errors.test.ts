import test from 'ava';
import {errorMaker} from '../../src/expectations/attribute-errors.ts';
import {answeredByApp, outcomeOf, statusOf} from '../../src/timeline/sample-rows.ts';
import type {Cause} from '../../src/timeline/timeline.ts';
import {buildTimeline, treated} from '../helpers/timeline-builder.ts';
import type {SyntheticAnswer} from '../helpers/timeline-builder.ts';

/** Who made answers that were cut, although the app had sent them whole by its journal. */
function makersOfCut(cause: Cause | null): ReadonlySet<string> {
	const steps = [{step: 'received' as const}, {step: 'answered' as const}];
	const timeline = buildTimeline({fault: treated(() => ({outcome: 'cut', byApp: true, upstream: 1, cause, steps}))});
	const makerOf = errorMaker(timeline);
	const rows = Array.from({length: timeline.samples.count}, (_, row) => row).filter((row) => outcomeOf(timeline.samples, row) === 'cut');
	return new Set(rows.map(makerOf));
}

test('an answer that the app sent whole, and of which the gateway itself got a part, was not cut by the gateway', (t) => {
	t.deepEqual(makersOfCut('http_response_incomplete'), new Set(['upstream']));
	t.deepEqual(makersOfCut('connection_terminated'), new Set(['upstream']));
});

test('an answer that the app sent whole, and of which the gateway says nothing, or that it was too large, was cut by the gateway', (t) => {
	t.deepEqual(makersOfCut(null), new Set(['gateway']));
	t.deepEqual(makersOfCut('http_response_header_section_size'), new Set(['gateway']));
});

/** Who made such answers: those with that status, and without the app's header unless they are the app's. */
function makersOf(answer: Omit<SyntheticAnswer, 'endMs'>): ReadonlySet<string> {
	const timeline = buildTimeline({fault: treated(() => ({byApp: false, steps: [{step: 'received'}], ...answer}))});
	const makerOf = errorMaker(timeline);
	const rows = Array.from({length: timeline.samples.count}, (_, row) => row).filter(
		(row) => statusOf(timeline.samples, row) === answer.status && answeredByApp(timeline.samples, row) === (answer.byApp ?? false),
	);
	return new Set(rows.map(makerOf));
}

test("an error without the app's header is the upstream's where the access log has that status of it, and no line names a failure", (t) => {
	t.deepEqual(makersOf({status: 500, upstreamStatus: 500}), new Set(['upstream']));
	t.deepEqual(makersOf({status: 502, upstreamStatus: 502, cause: null}), new Set(['upstream']));
});

test("an error without the app's header stays the gateway's where its log names a failure, or has another status of the upstream, or none", (t) => {
	t.deepEqual(makersOf({status: 502, upstreamStatus: 502, cause: 'connection_refused'}), new Set(['gateway']));
	t.deepEqual(makersOf({status: 502, upstreamStatus: 500}), new Set(['gateway']));
	t.deepEqual(makersOf({status: 502}), new Set(['gateway']));
});

test('an answer below 400 that is not of the app is no error of its server', (t) => {
	t.deepEqual(makersOf({status: 200, upstreamStatus: 200}), new Set(['gateway']));
});

const asked = {steps: [{step: 'received' as const}, {step: 'aborted' as const}]};
const timedOut = 'http_response_timeout';

test('of two gateways in a row, the inner one made what it answered by its own log, and the outer one only passed on', (t) => {
	t.deepEqual(makersOf({...asked, status: 504, inner: {statuses: [504], cause: timedOut}}), new Set(['inner']));
	// The outer one gave up on the first, and passed on what the second said.
	t.deepEqual(makersOf({...asked, status: 502, cause: timedOut, inner: {statuses: [499, 502]}}), new Set(['inner']));
	// The outer one's log has it of its upstream, too, which is no app.
	t.deepEqual(makersOf({...asked, status: 504, upstreamStatus: 504, inner: {statuses: [504], cause: timedOut}}), new Set(['inner']));
});

test('of two gateways in a row, the outer one made what it names a cause for, and what the inner one did not answer so', (t) => {
	t.deepEqual(makersOf({...asked, status: 504, cause: timedOut, inner: {statuses: [499]}}), new Set(['gateway']));
	// Both gave up within the same millisecond.
	t.deepEqual(makersOf({...asked, status: 504, cause: timedOut, inner: {statuses: [504], cause: timedOut}}), new Set(['gateway']));
	t.deepEqual(makersOf({status: 502, cause: 'connection_refused', inner: {statuses: []}}), new Set(['gateway']));
});

test("of two gateways in a row, an answer of the app is the app's", (t) => {
	t.deepEqual(makersOf({status: 503, byApp: true, inner: {statuses: [503]}}), new Set(['upstream']));
	// Of its server, by the log of the gateway that asked it.
	t.deepEqual(makersOf({status: 500, upstreamStatus: 500, inner: {statuses: [500], upstreamStatus: 500}}), new Set(['upstream']));
});

test('an answer that the app sent whole was cut by the gateway behind which nobody noticed', (t) => {
	const whole = {status: 206, outcome: 'cut' as const, byApp: true, steps: [{step: 'received' as const}, {step: 'answered' as const}]};
	const incomplete = 'http_response_incomplete';
	t.deepEqual(makersOf({...whole, inner: {statuses: [206]}}), new Set(['gateway']));
	t.deepEqual(makersOf({...whole, cause: incomplete, inner: {statuses: [206]}}), new Set(['inner']));
	t.deepEqual(makersOf({...whole, cause: incomplete, inner: {statuses: [206], cause: incomplete}}), new Set(['upstream']));
});
