import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {buildTimeline, hung, killed} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const refused = expect.cause({is: ['connection_refused', 'connection_terminated']});

test('it passes when the log names the cause for the failed requests, whatever clients got', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: killed({status: 503})}), refused);
	t.is(verdict, 'pass');
	t.is(observed, 'connection_refused for 600 of 600 (100 %)');
});

test('it fails when the log names another cause', (t) => {
	const {verdict, observed, evidence} = judgeExpectation(buildTimeline({fault: hung()}), refused);
	t.is(verdict, 'fail');
	t.is(observed, 'http_response_timeout for 600 of 600 (100 %)');
	t.regex(evidence[0] ?? '', /http_response_timeout/);
});

test('it fails when the fault was withheld, since no request failed', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline(), refused);
	t.is(verdict, 'fail');
	t.is(observed, 'none of 600 requests failed');
});

test('it is inconclusive when the log names no cause', (t) => {
	t.is(judgeExpectation(buildTimeline({fault: killed({cause: null})}), refused).verdict, 'inconclusive');
});
