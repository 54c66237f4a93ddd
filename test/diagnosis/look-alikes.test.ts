// Causes that look alike: what tells them apart, and what is listed beside where nothing does.
import test from 'ava';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import {diagnosisRules} from '../../src/diagnosis/rules.ts';
import {evidenceOf} from '../../src/diagnosis/run/evidence-of.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import type {RunPlan} from '../../src/scenario/plan.ts';
import type {Timeline, TimelineEvent} from '../../src/timeline/timeline.ts';
import {buildPlan, buildTimeline, faultFromMs, faultToMs, hung, treated} from '../helpers/timeline-builder.ts';
import type {SyntheticFault} from '../helpers/timeline-builder.ts';

const at = (atMs: number) => ({atMs, uncertaintyMs: 0.1});

const unread = treated(({sentMs}) => ({status: 504, endMs: sentMs + 1000, cause: 'http_response_timeout', steps: []}));
const readLate = treated(({sentMs}) => ({
	status: 504,
	endMs: sentMs + 1000,
	arrivesMs: sentMs + 1800,
	cause: 'http_response_timeout',
	steps: [{step: 'received'}],
}));
const failedAfter = (tookMs: number) =>
	treated(({sentMs}) => ({status: 500, endMs: sentMs + tookMs, cause: 'tls_protocol_error', steps: []}));
/** Requests wait before they reach the app, until one moment or each for as long, and go well. */
const waiting = (until: 'one moment' | 'as long') =>
	treated(({sentMs}) => {
		const endMs = until === 'one moment' ? faultToMs + (sentMs - faultFromMs) / 20 + 2 : sentMs + 400;
		return {byApp: true, endMs, arrivesMs: endMs - 1};
	});

const lifeEvent = (atMs: number, what: 'exited' | 'spawned' | 'port-open' | 'port-closed'): TimelineEvent => ({
	kind: 'process',
	...at(atMs),
	part: 'app1',
	what,
	...(what === 'exited' ? {pid: 12, exitCode: 0} : {}),
});
const restart = (atMs: number) => [
	lifeEvent(atMs - 900, 'port-closed'),
	lifeEvent(atMs - 890, 'exited'),
	lifeEvent(atMs - 20, 'spawned'),
	lifeEvent(atMs, 'port-open'),
];
const announced = (answered: boolean) =>
	buildTimeline({
		fault: treated(() => ({
			status: 503,
			cause: 'http_protocol_error',
			steps: answered ? [{step: 'received'}, {step: 'answered'}] : [{step: 'received'}],
		})),
	});

test('a hello without answer is found in what a gateway’s log makes of it', (t) => {
	t.is(first(unread, overTls), 'tls-handshake-hang');
	t.is(first(failedAfter(1000), overTls), 'tls-handshake-hang');
	t.is(first(waiting('one moment'), overTls), 'tls-handshake-hang');
});

test('where the log does not say so, the other reading is listed behind', (t) => {
	t.deepEqual(kinds(buildTimeline({fault: unread, plan: overTls})), ['tls-handshake-hang', 'app-stuck']);
	t.deepEqual(kinds(buildTimeline({fault: failedAfter(1000), plan: overTls})), ['tls-handshake-hang', 'tls-failed']);
	t.deepEqual(kinds(buildTimeline({fault: hung()})), ['app-slow']);
});

test('nothing of a handshake is found without TLS, with failures at once, on a slow way, or where the app got requests', (t) => {
	t.not(first(unread), 'tls-handshake-hang');
	t.is(first(failedAfter(3), overTls), 'tls-failed');
	t.is(first(waiting('as long'), overTls), 'network-slow');
	t.not(first(readLate, overTls), 'tls-handshake-hang');
});

test('refused connections that began with a reload are the new config’s where no port is told, and else somebody’s on the way', (t) => {
	const refused = treated(() => ({status: 502, cause: 'connection_refused', steps: []}));
	const reloaded = (atMs: number) => buildTimeline({fault: {...refused, events: [reload(atMs)]}});
	t.deepEqual(kinds(withoutPorts(reloaded(faultFromMs - 20))).slice(0, 2), ['wrong-port', 'connection-rejected']);
	t.is(kinds(withoutPorts(reloaded(faultToMs - 1000)))[0], 'connection-rejected', 'a reload long after changed nothing');
	t.deepEqual(kinds(withoutPorts(buildTimeline({fault: refused}))), ['connection-rejected', 'wrong-port']);
	t.is(kinds(reloaded(faultFromMs - 20))[0], 'connection-rejected', 'the port is the right one');
	t.deepEqual(kinds(buildTimeline({fault: refused})), ['connection-rejected']);
});

test('an app server that refuses long requests since its start has them and its deploys; one that says nothing was only stopped', (t) => {
	const [from, to] = [faultFromMs + 1000, faultToMs - 1000];
	const dropped = treated(({arrivesMs, id}) =>
		id % 3 === 0 || arrivesMs < from || arrivesMs > to ? {status: 502, cause: 'connection_terminated', steps: []} : null,
	);
	const events = [...restart(from), ...restart(faultToMs)];
	const refused = Array.from({length: 20}, (_, index): TimelineEvent => ({
		kind: 'server-log',
		atMs: from + 50 + index * 90,
		uncertaintyMs: 500,
		part: 'app1',
		level: 'info',
		raw: 'invalid request block size: 2768 (max 2048)...skip',
		meaning: 'request-refused',
	}));
	t.is(first({...dropped, events: [...events, ...refused]}), 'request-too-big');
	t.is(first({...dropped, events}), 'app-stopped');
});

test('an app that closed its port and was killed a second later had been stopped, and was not done in time', (t) => {
	const from = faultFromMs + 1000;
	const refused = treated(({arrivesMs}) => (arrivesMs < from ? null : {status: 502, cause: 'connection_refused', steps: []}));
	const killed = (closedMs: number): readonly TimelineEvent[] => [
		{kind: 'process', part: 'app1', what: 'port-closed', atMs: from, uncertaintyMs: 2},
		{kind: 'process', part: 'app1', what: 'exited', atMs: from + closedMs, uncertaintyMs: 20, pid: 13, signal: 'SIGKILL', exitCode: 137},
	];
	t.is(first({...refused, events: killed(1000)}), 'app-stopped');
	t.is(first({...refused, events: killed(3)}), 'app-killed');
});

test('a connection that broke when a worker of the app server died broke for that, though the gateway has no word for it', (t) => {
	const closed = treated(() => ({status: 0, outcome: 'empty-reply', cause: null, steps: [{step: 'received'}]}));
	const died = Array.from({length: 20}, (_, index): TimelineEvent => ({
		kind: 'server-log',
		atMs: faultFromMs + index * 100,
		uncertaintyMs: 500,
		part: 'app1',
		level: 'warn',
		raw: 'child 12 exited on signal 11 (SIGSEGV) after 1.2 seconds from start',
		meaning: 'worker-killed',
	}));
	t.is(first({...closed, events: died}), 'worker-crashed');
	t.is(first(closed), 'app-closed-early');
});

test('bytes that are no head of an answer are told from none, where the gateway counts them', (t) => {
	const closed = buildTimeline({fault: treated(() => ({status: 503, cause: 'connection_terminated', steps: [{step: 'received'}]}))});
	const eof = 'FetchError HTC eof (Unexpected end of input)';
	t.deepEqual(kinds(worded(closed, `${eof} | BereqAcct 142 0 142 19 0 19`)), ['malformed-answer', 'app-closed-early']);
	t.deepEqual(kinds(worded(closed, `${eof} | BereqAcct 142 0 142 0 0 0`)), ['app-closed-early']);
	t.deepEqual(kinds(worded(closed, eof)), ['app-closed-early', 'malformed-answer']);
});

test('an announcement that a gateway took for the answer is the app’s early end, unless the app went on to answer', (t) => {
	const words = 'BerespStatus 103 | Error Body cannot be fetched';
	t.is(kinds(worded(announced(false), words))[0], 'app-closed-early');
	t.is(kinds(worded(announced(true), words))[0], 'malformed-answer');
});

test('an error of the app after a try that failed elsewhere leaves that try to be explained', (t) => {
	const twice = treated(({id}) =>
		id % 4 === 0
			? {
					status: 500,
					byApp: true,
					cause: 'connection_terminated',
					attempts: 2,
					steps: [{step: 'received'}, {step: 'received'}, {step: 'answered'}],
				}
			: {status: 500, byApp: true, steps: [{step: 'received'}, {step: 'answered'}]},
	);
	t.deepEqual(kinds(buildTimeline({fault: twice})), ['app-answered-error', 'app-closed-early']);
});

test('a rival stands behind all that has found a fair share, once, and not beside its own finding', (t) => {
	const {troubles, ...rest} = evidenceOf(...withFacts(buildTimeline({fault: hung()})));
	const rule = (kind: string, share: number, rivals: readonly string[]) => ({
		kind,
		summary: `what ${kind} is`,
		find: () => ({
			cause: kind,
			confidence: 'likely' as const,
			advice: '',
			evidence: [],
			explains: troubles.slice(0, Math.round(troubles.length * share)),
			rivals: rivals.map((each) => ({kind: each, tell: `look for ${each}`})),
		}),
	});
	const silent = {kind: 'c', summary: 'what c is', find: () => null};
	const found = diagnose({troubles, ...rest}, [rule('a', 1, ['b', 'c']), rule('b', 0.3, ['c']), silent]);
	t.deepEqual(
		found.map(({kind}) => kind),
		['a', 'b', 'c'],
	);
	t.like(found[2], {cause: 'or: what c is', confidence: 'possible', advice: 'look for c', requests: troubles.length});
});

test('every rival that a rule names is a kind that some rule finds', (t) => {
	const known = new Set(diagnosisRules.map(({kind}) => kind));
	const named = [unread, failedAfter(1000), waiting('one moment')].flatMap((fault) => kinds(buildTimeline({fault, plan: overTls})));
	t.deepEqual(
		named.filter((kind) => kind === undefined || !known.has(kind)),
		[],
	);
});

function first(fault: SyntheticFault, plan: Partial<RunPlan> = {}): string | undefined {
	return kinds(buildTimeline({fault, plan}))[0];
}

function kinds(timeline: Timeline): readonly (string | undefined)[] {
	return diagnose(evidenceOf(...withFacts(timeline))).map(({kind}) => kind);
}

function withFacts(timeline: Timeline): Parameters<typeof evidenceOf> {
	return [timeline, readFacts(timeline)];
}

const overTls = tlsPlan();

function tlsPlan(): Partial<RunPlan> {
	const {gateway} = buildPlan();
	const tls = {serverName: 'app', authorityPath: '/etc/ca.pem'};
	return {gateway: {...gateway, endpoints: gateway.endpoints.map((endpoint) => ({...endpoint, tls}))}};
}

function reload(atMs: number): TimelineEvent {
	const said = {level: 'notice', raw: 'reconfiguring', requestId: null, cause: null, upstreamAddress: null} as const;
	return {kind: 'gateway-log', ...at(atMs), ...said, lifecycle: 'reloaded'};
}

function worded(timeline: Timeline, raw: string): Timeline {
	const {events} = timeline;
	return {
		...timeline,
		events: events.map((event) => (event.kind === 'gateway-log' && event.requestId !== null ? {...event, raw} : event)),
	};
}

function withoutPorts(timeline: Timeline): Timeline {
	const {events} = timeline;
	return {...timeline, events: events.map((event) => (event.kind === 'gateway-log' ? {...event, upstreamAddress: 'app1'} : event))};
}
