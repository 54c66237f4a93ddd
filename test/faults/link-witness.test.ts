import test from 'ava';
import {heldBack} from '../../src/faults/link-witness.ts';
import {buildTimeline, faultFromMs, faultToMs} from '../helpers/timeline-builder.ts';
import type {SyntheticAnswer, SyntheticRequest} from '../helpers/timeline-builder.ts';

/** 600 requests meet the fault; what becomes of each is given. */
function met(treat: (request: SyntheticRequest) => SyntheticAnswer | null) {
	const fault = {
		fromMs: faultFromMs,
		toMs: faultToMs,
		treat: (request: SyntheticRequest) => (request.dueMs >= faultFromMs && request.dueMs < faultToMs ? treat(request) : null),
	};
	return buildTimeline({fault});
}

const span = {apps: ['app1'], fromMs: faultFromMs, toMs: faultToMs};
const answeredByApp = [{step: 'received' as const}, {step: 'answered' as const}];

test('without a fault nothing was held back', (t) => {
	for (const direction of ['upstream', 'downstream'] as const) {
		t.is(heldBack(direction, 50)(buildTimeline(), span).count, 0);
		t.is(heldBack(direction, Number.POSITIVE_INFINITY)(buildTimeline(), span).count, 0);
	}
});

test('answers count that the app gave, by its journal, and that the client had so much later, or not at all', (t) => {
	const late = met(({normalEndMs}) => ({endMs: normalEndMs + 100, byApp: true, upstream: 1, steps: answeredByApp}));
	t.is(heldBack('downstream', 90)(late, span).count, 600);
	t.is(heldBack('downstream', 200)(late, span).count, 0);
	const {count, unit, evidence} = heldBack('downstream', Number.POSITIVE_INFINITY)(
		met(({normalEndMs}) => ({status: 504, endMs: normalEndMs + 1000, steps: answeredByApp})),
		span,
	);
	t.is(count, 600);
	t.is(unit, 'answers that the link held back or did not let through');
	t.is(evidence.length, 3);
	t.regex(evidence[0] ?? '', /^request \d+: app1's journal says that it answered, and the client got no good answer$/);
});

test('answers of apps that have no link, and requests that no app answered, were not held back on their way back', (t) => {
	const late = met(({normalEndMs}) => ({endMs: normalEndMs + 100, byApp: true, upstream: 1, steps: answeredByApp}));
	t.is(heldBack('downstream', 90)(late, {...span, apps: ['app2']}).count, 0);
	const hung = met(({normalEndMs}) => ({status: 504, endMs: normalEndMs + 1000, steps: [{step: 'received'}]}));
	t.is(heldBack('downstream', 90)(hung, span).count, 0);
});

test('requests count that never came to an app, or so much later than they were sent', (t) => {
	const lost = met(({normalEndMs}) => ({status: 504, endMs: normalEndMs + 1000, steps: []}));
	t.is(heldBack('upstream', 90)(lost, span).count, 600);
	const inTime = met(({normalEndMs}) => ({status: 504, endMs: normalEndMs + 1000, steps: [{step: 'received'}]}));
	t.is(heldBack('upstream', 90)(inTime, span).count, 0);
});

test('an answer for which the gateway asked another app afterwards was lost, though the client got a good one', (t) => {
	const again = met(({normalEndMs}) => ({endMs: normalEndMs, byApp: true, upstream: 1, steps: answeredByApp}));
	const events = again.events.flatMap((event) =>
		event.kind === 'journal' && event.step === 'answered' && event.atMs >= faultFromMs && event.atMs < faultToMs
			? [event, {...event, part: 'app2', step: 'received' as const, atMs: event.atMs + 0.01}]
			: [event],
	);
	const {count, evidence} = heldBack('downstream', Number.POSITIVE_INFINITY)({...again, events}, span);
	t.true(count > 590);
	t.regex(evidence[0] ?? '', /app1's journal says that it answered, and app2 was asked for it after that$/);
	t.is(heldBack('downstream', Number.POSITIVE_INFINITY)(again, span).count, 0);
});

test('requests that another app had did not get lost on the link', (t) => {
	const elsewhere = met(({normalEndMs}) => ({
		status: 500,
		endMs: normalEndMs + 1000,
		byApp: true,
		upstream: 1,
		steps: [{step: 'received'}],
	}));
	t.is(heldBack('upstream', 0)(elsewhere, {...span, apps: ['app2']}).count, 0);
});
