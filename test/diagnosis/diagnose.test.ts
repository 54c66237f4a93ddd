import test from 'ava';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import {diagnosisRules} from '../../src/diagnosis/rules.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import type {Timeline, TimelineEvent} from '../../src/timeline/timeline.ts';
import {buildTimeline, faultFromMs, faultToMs, healthyGenerator, hung, killed, treated} from '../helpers/timeline-builder.ts';

const at = (atMs: number) => ({atMs, uncertaintyMs: 0.1});
const signalled: TimelineEvent = {kind: 'process', ...at(faultFromMs), part: 'app1', what: 'signalled', pid: 12, signal: 'SIGKILL'};
const exited: TimelineEvent = {kind: 'process', ...at(faultFromMs + 2), part: 'app1', what: 'exited', pid: 12, exitCode: 137};
const open: TimelineEvent = {kind: 'process', ...at(faultToMs), part: 'app1', what: 'port-open'};
const engineOom: TimelineEvent = {kind: 'container', ...at(faultFromMs + 1), part: 'app1', action: 'oom'};
const oomCounter: TimelineEvent = {
	kind: 'counter',
	...at(faultToMs),
	part: 'app1',
	name: 'memory.oom_kill.after',
	value: 1,
	source: '/sys/fs/cgroup/memory.events',
};

test('answers that an app gave and the gateway did not get are no fault of the app', (t) => {
	const lost = treated(({normalEndMs}) => ({
		status: 504,
		endMs: normalEndMs + 1000,
		cause: 'http_response_timeout',
		steps: [{step: 'received'}, {step: 'answered'}],
	}));
	const [entry, ...others] = found(buildTimeline({fault: lost}));
	t.deepEqual(others, []);
	t.regex(entry?.cause ?? '', /^apps answered \d+ requests that failed: .* clients got 504 \(\d+\)$/);
	t.is(entry?.confidence, 'certain');
	t.regex(entry?.evidence.join('\n') ?? '', /app1.*answered/);
	t.regex(entry?.advice ?? '', /between gateway and app/);
});

test('an answer that came when the gateway had given up was too late, not lost', (t) => {
	const late = treated(({arrivesMs}) => ({
		status: 504,
		endMs: arrivesMs - 0.1,
		cause: 'http_response_timeout',
		steps: [{step: 'received'}, {step: 'answered'}],
	}));
	t.regex(found(buildTimeline({fault: late}))[0]?.cause ?? '', /^the app did not answer within the gateway's read time-out/);
});

test('a healthy run has no diagnosis', (t) => {
	t.deepEqual(found(buildTimeline()), []);
});

test('a killed app is named with the instants of its death and its return', (t) => {
	const [entry, ...others] = found(buildTimeline({fault: {...killed(), events: [signalled, exited, open]}}));
	t.deepEqual(others, []);
	t.is(entry?.cause, 'the process of app1 ended (wait status 137) and its port was closed');
	t.is(entry?.confidence, 'certain');
	t.regex(entry?.evidence.join('\n') ?? '', /app1: signalled \(pid 12, SIGKILL\) at 3510.0 ms/);
	t.regex(entry?.evidence.join('\n') ?? '', /connection_refused/);
	t.notRegex(entry?.advice ?? '', /Nothing restarted/);
});

test('an app that nothing restarted gets the advice to restart it', (t) => {
	const [entry] = found(buildTimeline({fault: {...killed({toMs: 60_000}), toMs: faultToMs, events: [signalled, exited]}}));
	t.regex(entry?.advice ?? '', /Nothing restarted the app/);
});

test('an app that ran out of memory is not taken for a killed one', (t) => {
	const [entry, ...others] = found(buildTimeline({fault: {...killed(), events: [exited, engineOom, oomCounter, open]}}));
	t.deepEqual(others, []);
	t.is(entry?.cause, "the kernel's OOM killer ended app1 once");
	t.is(entry?.confidence, 'certain');
	t.regex(entry?.evidence.join('\n') ?? '', /memory\.oom_kill\.after = 1/);
});

test('the wait status 137 alone is no proof of memory, and the signal of the harness is none either', (t) => {
	t.regex(found(buildTimeline({fault: {...killed(), events: [exited, open]}}))[0]?.cause ?? '', /^the process of app1 ended/);
	t.regex(
		found(buildTimeline({fault: {...killed(), events: [signalled, exited, oomCounter, open]}}))[0]?.cause ?? '',
		/^the process of app1 ended/,
	);
});

test('running out of memory again and again is called a loop', (t) => {
	const again = {...exited, atMs: faultFromMs + 1500, pid: 13};
	const [entry] = found(buildTimeline({fault: {...killed(), events: [exited, again, engineOom, oomCounter]}}));
	t.regex(entry?.cause ?? '', /2 times \(a loop/);
	t.regex(entry?.advice ?? '', /back-off/);
});

test('a container that is gone is told from a process that is gone', (t) => {
	const die: TimelineEvent = {kind: 'container', ...at(faultFromMs), part: 'app1', action: 'die', exitCode: 137};
	const [entry, ...others] = found(buildTimeline({fault: {...killed({cause: 'connection_timeout', status: 504}), events: [die]}}));
	t.deepEqual(others, []);
	t.is(entry?.cause, 'the container of app1 stopped (exit code 137); its address went with it');
	t.regex(entry?.evidence.join('\n') ?? '', /engine: die of app1 with exit code 137/);
});

test('resets before the headers are the finding only where the process lived on', (t) => {
	const reset = treated(() => ({
		status: 502,
		cause: 'connection_terminated',
		steps: [{step: 'received'}, {step: 'faulted', detail: 'reset'}],
	}));
	const [entry, ...others] = found(buildTimeline({fault: reset}));
	t.deepEqual(others, []);
	t.is(entry?.cause, 'an app reset or closed connections before it sent the headers of an answer');
	t.is(entry?.confidence, 'certain');
	t.regex(entry?.evidence.join('\n') ?? '', /journal of app1: request \d+ faulted \(reset\)/);
});

test('cut bodies are found although the access log says 200', (t) => {
	const cut = treated(() => ({
		outcome: 'cut',
		byApp: true,
		cause: 'http_response_incomplete',
		steps: [{step: 'received'}, {step: 'faulted', detail: 'cut'}],
	}));
	const [entry] = found(buildTimeline({fault: cut}));
	t.is(entry?.cause, '600 answers were cut in mid-body; the access log shows 600 of them as 200');
	t.regex(entry?.evidence.join('\n') ?? '', /request \d+ \(\w+\), due at \d+ ms: cut/);
});

test('a read time-out says that nginx answers 504, and how long it took', (t) => {
	const [entry] = found(buildTimeline({fault: hung()}));
	t.is(
		entry?.cause,
		"the app did not answer within the gateway's read time-out of 1000 ms; clients got 504 (600), half of them within 1001 ms",
	);
	t.regex(entry?.advice ?? '', /nginx answers 504 to a read time-out, not 502/);
});

test('headers that are too big come with all three directives of nginx', (t) => {
	const big = treated(() => ({
		status: 502,
		cause: 'http_response_header_section_size',
		steps: [{step: 'received'}, {step: 'answered', headerBytes: 5000}],
	}));
	const [entry] = found(buildTimeline({fault: big}));
	t.is(entry?.cause, "the app's headers (from 5000 bytes on) do not fit into the gateway's 4096 bytes");
	t.regex(entry?.advice ?? '', /proxy_buffer_size .*proxy_buffers .*proxy_busy_buffers_size/);
});

test('a gateway that is down is found by its refused clients, and proven by the engine', (t) => {
	const die: TimelineEvent = {kind: 'container', ...at(faultFromMs), part: 'gateway', action: 'die', exitCode: 137};
	const refused = treated(() => ({outcome: 'refused', status: 0, steps: []}));
	t.is(found(buildTimeline({fault: refused}))[0]?.confidence, 'likely');
	const [entry] = found(buildTimeline({fault: {...refused, events: [die]}}));
	t.is(entry?.cause, 'the gateway itself did not serve: clients got refused (600)');
	t.is(entry?.confidence, 'certain');
});

test('what a gateway behind the one under test failed is told from its own log, and only where the outer one names no cause', (t) => {
	const inner = {statuses: [504], cause: 'http_response_timeout' as const};
	const passedOn = buildTimeline({fault: treated(() => ({status: 504, steps: [{step: 'received'}, {step: 'aborted'}], inner}))});
	const [entry, ...others] = found(passedOn);
	t.deepEqual(others, []);
	t.regex(
		entry?.cause ?? '',
		/^a gateway behind this one failed the requests: inner1 says http_response_timeout \(600\); clients got 504 \(600\)$/,
	);
	t.is(entry?.confidence, 'certain');
	t.regex(entry?.evidence[0] ?? '', /http_response_timeout/);
	const both = treated(() => ({status: 504, cause: 'http_response_timeout', steps: [{step: 'received'}, {step: 'aborted'}], inner}));
	t.regex(found(buildTimeline({fault: both}))[0]?.cause ?? '', /^the app did not answer within the gateway's read time-out/);
});

test("connections that the load used up are the load's doing", (t) => {
	const line: TimelineEvent = {
		kind: 'gateway-log',
		...at(faultFromMs),
		level: 'alert',
		raw: '[alert] 7#7: 512 worker_connections are not enough',
		requestId: null,
		cause: 'proxy_internal_error',
		upstreamAddress: null,
		lifecycle: 'connections-exhausted',
	};
	const timeline = buildTimeline({fault: {...hung(), events: [line]}, timeline: {generator: healthyGenerator(1700, {peakInFlight: 900})}});
	const exhausted = found(timeline).find(({cause}) => cause.includes('used up'));
	t.regex(exhausted?.cause ?? '', /\(900 requests in flight at the peak\): this is the load's doing/);
	t.regex(exhausted?.advice ?? '', /worker_connections/);
});

test('certain findings come before likely ones, and then those that explain more', (t) => {
	const rules = [ruleFor('a', 'possible', 9), ruleFor('b', 'certain', 1), ruleFor('c', 'certain', 5), ruleFor('d', 'likely', 100)];
	const timeline = buildTimeline();
	const entries = diagnose(timeline, readFacts(timeline), rules);
	t.deepEqual(
		entries.map(({cause}) => cause),
		['c', 'b', 'd', 'a'],
	);
	t.true(entries.every(({evidence}) => evidence.length === 10));
});

test('every rule has a kind of its own and a summary, and finds nothing in an empty run', (t) => {
	t.is(new Set(diagnosisRules.map(({kind}) => kind)).size, diagnosisRules.length);
	const timeline = {...buildTimeline(), events: []};
	const facts = readFacts(timeline);
	for (const rule of diagnosisRules) {
		t.true(rule.summary.length > 10);
		t.is(rule.find(timeline, facts), null, rule.kind);
	}
});

function found(timeline: Timeline) {
	return diagnose(timeline, readFacts(timeline));
}

function ruleFor(cause: string, confidence: 'certain' | 'likely' | 'possible', requests: number) {
	const evidence = Array.from({length: 20}, () => 'line');
	return {kind: cause, summary: cause, find: () => ({cause, confidence, requests, advice: '', evidence})};
}
