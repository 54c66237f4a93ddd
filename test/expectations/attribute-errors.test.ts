import test from 'ava';
import {errorMaker} from '../../src/expectations/attribute-errors.ts';
import {answeredByApp, outcomeOf} from '../../src/timeline/sample-rows.ts';
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

/** Who made whole answers that lack the app's header. */
function makersOf(answer: Omit<SyntheticAnswer, 'endMs'>): ReadonlySet<string> {
	const timeline = buildTimeline({fault: treated(() => ({byApp: false, steps: [{step: 'received'}], ...answer}))});
	const makerOf = errorMaker(timeline);
	const rows = Array.from({length: timeline.samples.count}, (_, row) => row).filter((row) => !answeredByApp(timeline.samples, row));
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
