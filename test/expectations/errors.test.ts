import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import type {FailureAnswer} from '../../src/scenario/plan.ts';
import {buildTimeline, hung, killed} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const refused = expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.99, 1]});

test('it passes when the gateway answers the cause and its log names it', (t) => {
	const {verdict, expected, observed, evidence} = judgeExpectation(buildTimeline({fault: killed()}), refused);
	t.is(verdict, 'pass');
	t.is(expected, '502 from the gateway with cause connection_refused for 99 % to 100 % of requests due in the fault window');
	t.regex(observed, /^502 from the gateway with cause connection_refused for 600 of 600 \(100 %\)/);
	t.regex(evidence[0] ?? '', /connection_refused/);
});

/** Who comes at the end of the fault waits until it is over, and is answered well then. */
function heldUp(heldMs: number) {
	const fault = killed();
	return {
		...fault,
		treat: (...[request, itself]: Parameters<typeof fault.treat>) =>
			request.dueMs > fault.toMs - heldMs && request.dueMs < fault.toMs
				? {status: 200, byApp: true, endMs: fault.toMs + 3}
				: fault.treat(request, itself),
	};
}

test('what a busy machine holds up until the fault is over says nothing of the gateway; what waits for longer does', (t) => {
	const short = judgeExpectation(buildTimeline({fault: heldUp(140)}), refused);
	t.is(short.verdict, 'pass');
	t.regex(short.observed, /for 573 of 573 \(100 %\)/);
	const long = judgeExpectation(buildTimeline({fault: heldUp(1000)}), refused);
	t.is(long.verdict, 'fail');
	t.regex(long.observed, /for 401 of 550 .* good 200 × 149/);
});

test('a good answer that came before the end of the fault counts, however late in it', (t) => {
	const fault = killed();
	const early = {
		...fault,
		treat: (...[request, itself]: Parameters<typeof fault.treat>) =>
			request.dueMs > fault.toMs - 140 && request.dueMs < fault.toMs - 10
				? {status: 200, byApp: true, endMs: request.normalEndMs}
				: fault.treat(request, itself),
	};
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: early, latencyMs: () => 2}), refused);
	t.is(verdict, 'fail');
	t.regex(observed, /of 600 .* good 200 × 25/);
});

test('it fails when the fault was withheld', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline(), refused);
	t.is(verdict, 'fail');
	t.regex(observed, /0 of 600 \(0 %\); what came: good 200 × 600/);
});

test('it fails when another fault was injected', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: hung()}), refused);
	t.is(verdict, 'fail');
	t.regex(observed, /504 from the gateway × 600/);
});

test('the right status for the wrong reason fails, and both are shown', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: killed({cause: 'connection_timeout'})}), refused);
	t.is(verdict, 'fail');
	t.regex(observed, /502 came with cause connection_timeout \(600\) instead of connection_refused/);
});

test('a wrong status fails, and the message shows what was expected and what came', (t) => {
	const {verdict, expected, observed} = judgeExpectation(buildTimeline({fault: killed({status: 503})}), refused);
	t.is(verdict, 'fail');
	t.regex(expected, /^502 /);
	t.regex(observed, /what came: 503 from the gateway × 600/);
});

test('the right status from the app itself is not an answer of the gateway', (t) => {
	const fault = killed();
	const own = {
		...fault,
		treat: (...given: Parameters<typeof fault.treat>) => {
			const answer = fault.treat(...given);
			return answer === null ? null : {...answer, byApp: true};
		},
	};
	t.is(judgeExpectation(buildTimeline({fault: own}), refused).verdict, 'fail');
});

test('it is inconclusive when the log cannot be joined to requests', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: killed({cause: null})}), refused);
	t.is(verdict, 'inconclusive');
	t.regex(observed, /600 with no cause in the gateway's log, which cannot be joined to requests/);
});

test('some lines without a request id decide nothing unless they could turn the verdict', (t) => {
	const timeline = buildTimeline({fault: killed()});
	const without = (share: number) => ({
		...timeline,
		events: timeline.events.map((event) =>
			event.kind === 'gateway-log' && (event.requestId ?? 0) % 1000 < share * 1000 ? {...event, requestId: null} : event,
		),
	});
	// Of ids 502 to 1101, these leave five and a hundred lines unread.
	t.is(judgeExpectation(without(0.004), refused).verdict, 'pass');
	t.is(judgeExpectation(without(0.6), refused).verdict, 'inconclusive');
	const never = expect.errors({cause: 'connection_refused', by: 'gateway', share: [0, 0.2]});
	t.is(judgeExpectation(without(0.6), never).verdict, 'fail');
});

test('a gateway whose table does not know the cause makes it inconclusive', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: killed()}), expect.errors({cause: 'dns_error'}));
	t.is(verdict, 'inconclusive');
	t.is(observed, 'the table of nginx does not say what it answers for dns_error');
});

test('of several attempts the last one decides the cause', (t) => {
	const timeline = buildTimeline({fault: killed()});
	const retried = timeline.events.flatMap((event) =>
		event.kind === 'gateway-log' && event.cause === 'connection_refused'
			? [event, {...event, cause: 'http_response_header_section_size' as const, raw: 'upstream sent too big header'}]
			: [event],
	);
	const {verdict, observed} = judgeExpectation({...timeline, events: retried}, refused);
	t.is(verdict, 'fail');
	t.regex(observed, /http_response_header_section_size/);
});

test('an answer of which the log says nothing needs no line; the other answers do, and a line with another cause still counts against it', (t) => {
	const timeline = buildTimeline({fault: killed({cause: null, status: 503})});
	const withSemantics = (refusal: FailureAnswer, events = timeline.events) => ({
		...timeline,
		events,
		plan: {...timeline.plan, gateway: {...timeline.plan.gateway, semantics: {connection_refused: refusal}}},
	});
	const {verdict, expected} = judgeExpectation(withSemantics({answers: [502, 503], silent: [503]}), refused);
	t.is(verdict, 'pass');
	t.regex(expected, /^502 or 503 from the gateway with cause connection_refused \(its log says nothing of 503\) for/);
	t.is(judgeExpectation(withSemantics({answers: [503], logged: []}), refused).verdict, 'pass');
	t.is(judgeExpectation(withSemantics({answers: [502, 503], silent: [502]}), refused).verdict, 'inconclusive');
	const misnamed = buildTimeline({fault: killed({cause: 'connection_timeout', status: 503})}).events;
	t.is(judgeExpectation(withSemantics({answers: [503], silent: [503]}, misnamed), refused).verdict, 'fail');
});
