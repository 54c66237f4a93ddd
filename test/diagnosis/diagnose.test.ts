import test from 'ava';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import {diagnosisRules} from '../../src/diagnosis/rules.ts';
import {evidenceOf} from '../../src/diagnosis/run/evidence-of.ts';
import type {DiagnosisRule} from '../../src/diagnosis/rule.ts';
import type {Trouble} from '../../src/diagnosis/run/trouble.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import type {Timeline, TimelineEvent} from '../../src/timeline/timeline.ts';
import {buildTimeline, faultFromMs, faultToMs, hung, killed, treated} from '../helpers/timeline-builder.ts';

const at = (atMs: number) => ({atMs, uncertaintyMs: 0.1});
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

const gatewayDie: TimelineEvent = {kind: 'container', ...at(faultFromMs), part: 'gateway', action: 'die', exitCode: 137};

/** Cut in mid-body, with these steps in the journal. */
const cut = (steps: readonly {step: 'received' | 'answered'}[]) =>
	treated(({normalEndMs}) => ({outcome: 'cut', byApp: true, cause: 'http_response_incomplete', endMs: normalEndMs + 5, steps}));

/** A bad answer, by the gateway’s word, with so many bytes of headers. */
const big = (headerBytes: number) =>
	treated(() => ({status: 502, cause: 'http_protocol_error', steps: [{step: 'received'}, {step: 'answered', headerBytes}]}));

/** 400 ms more than ever, in the app or on the way. */
const slow = (inTheApp: boolean) => {
	const timeline = buildTimeline({fault: treated(({normalEndMs}) => ({byApp: true, endMs: normalEndMs + 400}))});
	return {
		...timeline,
		events: timeline.events.map((event) =>
			event.kind === 'journal' && event.step === 'answered' && inTheApp ? {...event, atMs: event.atMs + 400} : event,
		),
	};
};

test('a healthy run has no diagnosis', (t) => {
	t.deepEqual(found(buildTimeline()), []);
});

test('answers that an app gave in time and the gateway did not get are no fault of the app', (t) => {
	const lost = treated(({normalEndMs}) => ({
		status: 504,
		endMs: normalEndMs + 1000,
		cause: 'http_response_timeout',
		steps: [{step: 'received'}, {step: 'answered'}],
	}));
	const [entry, ...others] = found(buildTimeline({fault: lost}));
	t.deepEqual(others, []);
	t.like(entry, {kind: 'answer-lost-between', confidence: 'certain', requests: 600});
	t.regex(entry?.cause ?? '', /clients got 504 \(600\); they took as long as the read time-out of 1000 ms$/);
	t.regex(entry?.evidence.join('\n') ?? '', /journal of app1: request \d+ answered/);
});

test('an app that reads nothing until the gateway has given up is stuck, and not slow', (t) => {
	const late = treated(({arrivesMs}) => ({
		status: 504,
		endMs: arrivesMs - 0.1,
		cause: 'http_response_timeout',
		steps: [{step: 'received'}, {step: 'answered'}],
	}));
	t.is(found(buildTimeline({fault: late}))[0]?.kind, 'app-stuck');
	t.is(found(buildTimeline({fault: hung()}))[0]?.kind, 'app-slow');
});

test('a killed app is named with the instants of its death and its return', (t) => {
	const [entry, ...others] = found(buildTimeline({fault: {...killed(), events: [exited, open]}}));
	t.deepEqual(others, []);
	t.like(entry, {kind: 'app-killed', confidence: 'certain'});
	t.regex(entry?.cause ?? '', /^the process of app1 ended \(wait status 137\); clients got 502 \(6\d\d\)$/);
	t.regex(entry?.evidence.join('\n') ?? '', /app1: port-open at 6510.0 ms[^]*connection_refused/);
	t.regex(entry?.against?.join() ?? '', /137 is any SIGKILL/);
	t.notRegex(entry?.advice ?? '', /Nothing restarted/);
	t.regex(entry?.advice ?? '', /proxy_next_upstream/);
});

test('an app that nothing restarted gets the advice to restart it', (t) => {
	const [entry] = found(buildTimeline({fault: {...killed({toMs: 60_000}), toMs: faultToMs, events: [exited]}}));
	t.regex(entry?.advice ?? '', /Nothing restarted it/);
});

test('an app that was told to stop is no killed one', (t) => {
	const [entry] = found(buildTimeline({fault: {...killed(), events: [{...exited, exitCode: 0}, open]}}));
	t.like(entry, {kind: 'app-stopped', confidence: 'certain'});
});

test('an app that ran out of memory is not taken for a killed one', (t) => {
	const [entry, ...others] = found(buildTimeline({fault: {...killed(), events: [exited, engineOom, oomCounter, open]}}));
	t.deepEqual(others, []);
	t.like(entry, {kind: 'app-out-of-memory', confidence: 'certain'});
	t.regex(entry?.evidence.join('\n') ?? '', /memory\.oom_kill\.after = 1/);
});

test('the wait status 137 alone is no proof of memory', (t) => {
	t.is(found(buildTimeline({fault: {...killed(), events: [exited, open]}}))[0]?.kind, 'app-killed');
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
	t.is(entry?.kind, 'container-gone');
	t.regex(entry?.evidence.join('\n') ?? '', /engine: die of app1 with exit code 137/);
});

test('connections that end before the headers are the finding only where the process lived on', (t) => {
	const reset = treated(() => ({status: 502, cause: 'connection_terminated', steps: [{step: 'received'}]}));
	const [entry, ...others] = found(buildTimeline({fault: reset}));
	t.deepEqual(others, []);
	t.like(entry, {kind: 'app-closed-early', confidence: 'certain', requests: 600});
	const [died] = found(buildTimeline({fault: {...reset, events: [exited]}}));
	t.is(died?.kind, 'app-killed');
});

test('requests of which the app knows nothing were dropped before it read them', (t) => {
	const unseen = treated(() => ({status: 502, cause: 'connection_terminated', steps: []}));
	t.is(found(buildTimeline({fault: unseen}))[0]?.kind, 'app-drops-connections');
});

test('bodies cut by the app are told from those cut on the way, by the app’s own word', (t) => {
	const [byApp] = found(buildTimeline({fault: cut([{step: 'received'}])}));
	t.is(byApp?.kind, 'body-cut-by-app');
	t.regex(byApp?.cause ?? '', /cut 600 answers in mid-body; the access log shows 600 of them as 200/);
	const [between] = found(buildTimeline({fault: cut([{step: 'received'}, {step: 'answered'}])}));
	t.is(between?.kind, 'body-cut-between');
});

test('refused connections to a port at which the app does not listen are the config’s fault', (t) => {
	const refused = treated(() => ({status: 502, cause: 'connection_refused', steps: []}));
	const timeline = buildTimeline({fault: refused});
	const moved = {
		...timeline,
		events: timeline.events.map((event) => (event.kind === 'gateway-log' ? {...event, upstreamAddress: '10.0.0.2:8081'} : event)),
	};
	t.like(found(moved)[0], {kind: 'wrong-port', confidence: 'certain'});
	t.regex(found(moved)[0]?.cause ?? '', /connects to port 8081, and the app listens at 8080/);
});

test('where all is explained but the way, the way is named, and what speaks against it', (t) => {
	const refused = treated(() => ({status: 502, cause: 'connection_refused', steps: []}));
	const timeline = buildTimeline({fault: refused});
	const atHome = {
		...timeline,
		events: timeline.events.map((event) => (event.kind === 'gateway-log' ? {...event, upstreamAddress: '10.0.0.2:8080'} : event)),
	};
	const [entry] = found(atHome);
	t.like(entry, {kind: 'connection-rejected', confidence: 'likely'});
	t.true((entry?.against ?? []).length > 0);
});

test('headers that are too big come with all three directives of nginx', (t) => {
	const named = treated(() => ({
		status: 502,
		cause: 'http_response_header_section_size',
		steps: [{step: 'received'}, {step: 'answered', headerBytes: 5000}],
	}));
	const [entry] = found(buildTimeline({fault: named}));
	t.regex(entry?.cause ?? '', /^the app's headers \(from 5000 bytes on\) do not fit into the gateway's 4096 bytes/);
	t.regex(entry?.advice ?? '', /proxy_buffer_size .*proxy_buffers .*proxy_busy_buffers_size/);
});

test('a gateway that calls large headers a bad answer is understood by the app’s own count', (t) => {
	t.is(found(buildTimeline({fault: big(5000)}))[0]?.kind, 'header-too-big');
	t.is(found(buildTimeline({fault: big(200)}))[0]?.kind, 'malformed-answer');
});

test('a gateway that is down is found by its refused clients, and proven by the engine', (t) => {
	const refused = treated(() => ({outcome: 'refused', status: 0, steps: []}));
	t.is(found(buildTimeline({fault: refused}))[0]?.confidence, 'likely');
	const [entry] = found(buildTimeline({fault: {...refused, events: [gatewayDie]}}));
	t.is(entry?.cause, 'the gateway itself was down: clients got refused (600)');
	t.is(entry?.confidence, 'certain');
});

test('what a gateway behind the one under test names counts where the outer one names nothing', (t) => {
	const inner = {statuses: [504], cause: 'http_response_timeout' as const};
	const passedOn = buildTimeline({fault: treated(() => ({status: 504, steps: [{step: 'received'}, {step: 'aborted'}], inner}))});
	const [entry, ...others] = found(passedOn);
	t.deepEqual(others, []);
	t.like(entry, {kind: 'app-slow', confidence: 'certain', requests: 600});
	t.is(entry?.evidence[0], 'inner1, a gateway behind this one, says so (600 lines); this one passed its answers on');
	const both = treated(() => ({status: 504, cause: 'http_response_timeout', steps: [{step: 'received'}, {step: 'aborted'}], inner}));
	t.notRegex(found(buildTimeline({fault: both}))[0]?.evidence[0] ?? '', /inner1/);
});

test('an error that the app gave is the app’s, also where only POSTs get it', (t) => {
	const refused = treated(({post}) => (post ? {status: 500, byApp: true, steps: [{step: 'received'}, {step: 'answered'}]} : null));
	const [entry] = found(buildTimeline({fault: refused}));
	t.is(entry?.kind, 'app-answered-error');
	t.regex(entry?.cause ?? '', /and to POSTs alone$/);
});

test('requests that are slow in the app are told from those that are slow on the way', (t) => {
	t.is(found(slow(true))[0]?.kind, 'app-slow');
	t.is(found(slow(false))[0]?.kind, 'network-slow');
});

test('one halt of the machine is no cause', (t) => {
	const halt = treated(({normalEndMs, arrivesMs}) => (arrivesMs < faultFromMs + 200 ? {byApp: true, endMs: normalEndMs + 400} : null));
	t.deepEqual(found(buildTimeline({fault: halt})), []);
});

test('a cause stands where the requests that it explains, weighed by how sure it is, put it', (t) => {
	const rules = [ruleFor('a', 'possible', 90), ruleFor('b', 'certain', 1), ruleFor('c', 'certain', 5), ruleFor('d', 'likely', 100)];
	const timeline = buildTimeline({fault: hung()});
	const entries = diagnose(evidenceOf(timeline, readFacts(timeline)), rules);
	t.deepEqual(
		entries.map(({cause}) => cause),
		['d', 'a', 'c', 'b'],
	);
	t.true(entries.every(({evidence}) => evidence.length === 10));
	t.regex(entries[0]?.against?.join() ?? '', /explains 100 of 600/);
});

test('what one rule has explained is no other’s', (t) => {
	const timeline = buildTimeline({fault: hung()});
	const left: number[] = [];
	const greedy = {
		kind: 'x',
		summary: '',
		find: (_: unknown, given: readonly Trouble[]) => {
			left.push(given.length);
			return {cause: 'x', confidence: 'certain' as const, advice: '', evidence: [], explains: given.slice(0, 400)};
		},
	};
	diagnose(evidenceOf(timeline, readFacts(timeline)), [greedy, greedy]);
	t.deepEqual(left, [600, 200]);
});

test('every rule has a summary, and finds nothing in a healthy run', (t) => {
	const timeline = buildTimeline();
	const evidence = evidenceOf(timeline, readFacts(timeline));
	for (const rule of diagnosisRules) {
		t.true(rule.summary.length > 10);
		t.is(rule.find(evidence, []), null, rule.kind);
	}
});

function found(timeline: Timeline) {
	return diagnose(evidenceOf(timeline, readFacts(timeline)));
}

function ruleFor(cause: string, confidence: 'certain' | 'likely' | 'possible', requests: number): DiagnosisRule {
	const evidence = Array.from({length: 20}, () => 'line');
	return {
		kind: cause,
		summary: cause,
		find: ({troubles}) => ({cause, confidence, explains: troubles.slice(0, requests), advice: '', evidence}),
	};
}

const databaseSaid = (part: string, meaning: 'pool-exhausted' | 'lock-wait' | 'connections-exhausted', raw: string): TimelineEvent => ({
	kind: 'server-log',
	...at(faultFromMs + 300),
	part,
	level: 'error',
	raw,
	meaning,
});
const ownErrors = treated(() => ({status: 500, byApp: true, steps: [{step: 'received'}, {step: 'answered'}]}));

test('an app that the database refuses is told from one that only answers with errors', (t) => {
	const said = databaseSaid('database', 'connections-exhausted', 'FATAL:  sorry, too many clients already');
	const [entry, ...others] = found(buildTimeline({fault: {...ownErrors, toMs: faultFromMs + 1000, events: [said]}}));
	t.deepEqual(others, []);
	t.like(entry, {kind: 'database-slots-exhausted', confidence: 'certain', requests: 200});
	t.deepEqual(entry?.evidence[0], 'FATAL:  sorry, too many clients already');
	t.is(found(buildTimeline({fault: ownErrors}))[0]?.kind, 'app-answered-error');
});

test('a pool that is held is named by the app’s own log, or by a lock that only the database knows of', (t) => {
	const waited = databaseSaid('app1', 'pool-exhausted', 'error: timeout exceeded when trying to connect');
	const lock = databaseSaid('database', 'lock-wait', 'process 7 still waiting for AccessShareLock on relation 1');
	const [byApp] = found(buildTimeline({fault: {...ownErrors, events: [waited]}}));
	t.is(byApp?.kind, 'database-pool-exhausted');
	t.notRegex(byApp?.cause ?? '', /lock/);
	const [silent] = found(buildTimeline({fault: {...hung(), events: [lock]}}));
	t.is(silent?.kind, 'database-pool-exhausted');
	t.regex(silent?.cause ?? '', /its statements waited for a lock \(database, 1 lines\); clients got 504/);
	t.is(found(buildTimeline({fault: hung()}))[0]?.kind, 'app-slow');
	t.is(
		found(buildTimeline({fault: {...killed(), events: [exited, open, lock]}}))[0]?.kind,
		'app-killed',
		'refused connections wait for no lock',
	);
});
