import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {buildTimeline, killed, treated} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

test('it passes for a status, an outcome, or one of several', (t) => {
	t.is(judgeExpectation(buildTimeline({fault: killed()}), expect.status({is: 502, by: 'gateway'})).verdict, 'pass');
	const cuts = buildTimeline({
		fault: treated(({id}) =>
			id % 2 === 0 ? {outcome: 'cut', byApp: true, steps: [{step: 'received'}, {step: 'faulted', detail: 'cut'}]} : null,
		),
	});
	t.is(judgeExpectation(cuts, expect.status({is: 'cut', share: [0.49, 0.51], by: 'upstream'})).verdict, 'pass');
	t.is(judgeExpectation(cuts, expect.status({is: ['cut', 200]})).verdict, 'pass');
});

test('it fails for another status, and says what came besides', (t) => {
	const {verdict, expected, observed} = judgeExpectation(buildTimeline({fault: killed()}), expect.status({is: 503}));
	t.is(verdict, 'fail');
	t.is(expected, '503 for 99 % to 100 % of requests due in the fault window');
	t.is(observed, '503 for 0 of 600 (0 %); besides: 502 from the gateway × 600');
});

test("an error that the app's server made by itself is the upstream's, and the access line that says so is evidence", (t) => {
	const timeline = buildTimeline({fault: treated(() => ({status: 500, byApp: false, upstreamStatus: 500, steps: [{step: 'received'}]}))});
	const {verdict, evidence} = judgeExpectation(timeline, expect.status({is: 500, by: 'upstream'}));
	t.is(verdict, 'pass');
	t.regex(evidence.at(-1) ?? '', /^request \d+: the access log has the status 500 of 10\.0\.0\.2:8080, and no line tells/);
	t.is(judgeExpectation(timeline, expect.status({is: 500, by: 'gateway'})).verdict, 'fail');
});

test('it fails when the fault was withheld', (t) => {
	t.is(judgeExpectation(buildTimeline(), expect.status({is: 502})).verdict, 'fail');
});

test('it speaks of one method where it is told to', (t) => {
	const posts = buildTimeline({fault: treated(({post}) => (post ? {status: 502} : null))});
	t.is(judgeExpectation(posts, expect.status({is: 502, method: 'POST'})).verdict, 'pass');
	t.is(judgeExpectation(posts, expect.status({is: 502, method: 'GET', share: [0, 0]})).verdict, 'pass');
});

test('it is inconclusive where no request was due', (t) => {
	const timeline = buildTimeline({faultMs: 0, plan: {mode: 'withheld'}});
	t.is(judgeExpectation(timeline, expect.status({is: 502})).verdict, 'inconclusive');
});

test('with two gateways in a row it can speak of what the inner one noted at last', (t) => {
	const left = treated(() => ({status: 504, cause: 'http_response_timeout', inner: {statuses: [504, 499]}}));
	const timeline = buildTimeline({fault: left});
	t.is(judgeExpectation(timeline, expect.status({is: 499, at: 'inner'})).verdict, 'pass');
	t.is(judgeExpectation(timeline, expect.status({is: 504, by: 'gateway'})).verdict, 'pass');
	const {verdict, expected, observed} = judgeExpectation(timeline, expect.status({is: 504, at: 'inner'}));
	t.is(verdict, 'fail');
	t.is(expected, "504 in the inner gateway's log for 99 % to 100 % of requests due in the fault window");
	t.is(observed, "504 in the inner gateway's log for 0 of 600 (0 %); besides: 499 × 600");
	// Who noted nothing has passed nothing on.
	t.is(judgeExpectation(buildTimeline({fault: killed()}), expect.status({is: 499, at: 'inner'})).verdict, 'fail');
});
