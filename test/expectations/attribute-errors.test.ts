import test from 'ava';
import {errorMaker} from '../../src/expectations/attribute-errors.ts';
import {outcomeOf} from '../../src/timeline/sample-rows.ts';
import type {Cause} from '../../src/timeline/timeline.ts';
import {buildTimeline, treated} from '../helpers/timeline-builder.ts';

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
