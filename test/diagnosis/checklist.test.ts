import test from 'ava';
import {diagnoseRun} from '../../src/diagnosis/diagnose-run.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import type {Timeline, TimelineEvent} from '../../src/timeline/timeline.ts';
import {buildTimeline, faultFromMs, faultToMs, hung, killed, treated} from '../helpers/timeline-builder.ts';

const at = (atMs: number) => ({atMs, uncertaintyMs: 0.1});
const exited: TimelineEvent = {kind: 'process', ...at(faultFromMs + 2), part: 'app1', what: 'exited', pid: 12, exitCode: 137};
const open: TimelineEvent = {kind: 'process', ...at(faultToMs), part: 'app1', what: 'port-open'};
const oom: TimelineEvent = {kind: 'container', ...at(faultFromMs + 1), part: 'app1', action: 'oom'};

const big = (headerBytes: number) =>
	treated(() => ({status: 502, cause: 'http_protocol_error', steps: [{step: 'received'}, {step: 'answered', headerBytes}]}));

test('a run in which all went well has no checklist', (t) => {
	t.deepEqual(checked(buildTimeline()), {});
});

test('a killed app: not running, not listening, not kept running; the rest is well or unknown', (t) => {
	t.deepEqual(checked(buildTimeline({fault: {...killed(), events: [exited, open]}})), {
		'made-by-gateway': 'yes',
		'is-running': 'no',
		'is-listening': 'no',
		'answers-directly': 'unknown',
		'log-names-cause': 'yes',
		'kept-running': 'no',
		'has-memory': 'unknown',
		'target-matches': 'yes',
		'timeout-ladder': 'yes',
		'fits-its-buffers': 'unknown',
	});
});

test('an app that hangs runs, listens, takes requests over, and does not answer them', (t) => {
	t.like(checked(buildTimeline({fault: hung()})), {
		'is-running': 'yes',
		'is-listening': 'yes',
		'answers-directly': 'no',
		'kept-running': 'yes',
	});
});

test('answers that were lost on the way count as answers', (t) => {
	const lost = treated(({normalEndMs}) => ({
		status: 504,
		endMs: normalEndMs + 1000,
		cause: 'http_response_timeout',
		steps: [{step: 'received'}, {step: 'answered'}],
	}));
	t.like(checked(buildTimeline({fault: lost})), {'answers-directly': 'yes'});
});

test('an error that the app gave is not the gateway’s', (t) => {
	const refused = treated(() => ({status: 500, byApp: true, steps: [{step: 'received'}, {step: 'answered'}]}));
	t.like(checked(buildTimeline({fault: refused})), {'made-by-gateway': 'no', 'log-names-cause': 'no'});
});

test('memory is known by the engine’s word, and not by 137', (t) => {
	t.like(checked(buildTimeline({fault: {...killed(), events: [exited, oom, open]}})), {'has-memory': 'no'});
});

test('headers are held against the buffer', (t) => {
	t.like(checked(buildTimeline({fault: big(5000)})), {'fits-its-buffers': 'no'});
	t.like(checked(buildTimeline({fault: big(300)})), {'fits-its-buffers': 'yes'});
});

test('an app that is slower than the gateway waits breaks the ladder', (t) => {
	const timeline = buildTimeline({fault: hung()});
	const upstreams = timeline.plan.upstreams.map((upstream) => ({...upstream, requestTimeoutMs: 5000}));
	t.like(checked({...timeline, plan: {...timeline.plan, upstreams}}), {'timeout-ladder': 'no'});
});

test('another port than the app’s is no match', (t) => {
	const timeline = buildTimeline({fault: treated(() => ({status: 502, cause: 'connection_refused', steps: []}))});
	const events = timeline.events.map((event) => (event.kind === 'gateway-log' ? {...event, upstreamAddress: '10.0.0.2:8081'} : event));
	t.like(checked({...timeline, events}), {'target-matches': 'no'});
});

test('every no rests on something', (t) => {
	const {checklist} = diagnosed(buildTimeline({fault: {...killed(), events: [exited, oom, open]}}));
	t.true(checklist.filter(({answer}) => answer === 'no').every(({evidence}) => evidence.length > 0));
});

function diagnosed(timeline: Timeline) {
	return diagnoseRun(timeline, readFacts(timeline));
}

function checked(timeline: Timeline): Readonly<Record<string, string>> {
	return Object.fromEntries(diagnosed(timeline).checklist.map(({name, answer}) => [name, answer]));
}
