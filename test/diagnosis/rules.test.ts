// Rules told apart by what the evidence means: each pair of stories differs in one thing.
import test from 'ava';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import {evidenceOf} from '../../src/diagnosis/run/evidence-of.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import type {RunPlan} from '../../src/scenario/plan.ts';
import type {Timeline, TimelineEvent} from '../../src/timeline/timeline.ts';
import {buildPlan, buildTimeline, faultFromMs, faultToMs, killed, treated} from '../helpers/timeline-builder.ts';

const at = (atMs: number) => ({atMs, uncertaintyMs: 0.1});
const start = (atMs: number, address?: string): TimelineEvent => ({
	kind: 'container',
	...at(atMs),
	part: 'app1',
	action: 'start',
	...(address === undefined ? {} : {address}),
});
const die: TimelineEvent = {kind: 'container', ...at(faultFromMs), part: 'app1', action: 'die', exitCode: 137};
const vanished = killed({cause: 'connection_timeout', status: 504});

const cameBack = (before: string, after: string) =>
	kinds(buildTimeline({fault: {...vanished, events: [start(10, before), die, start(faultToMs, after)]}}));

const unreadable = (cause: 'connection_terminated' | null) =>
	kinds(buildTimeline({fault: treated(() => ({outcome: 'malformed', cause, steps: [{step: 'received'}]}))}))[0];

const race = (getsFail: boolean) =>
	treated(({post, id}) => {
		if (id % 2 === 1) return null;
		if (post || (getsFail && id % 4 === 0)) return {status: 502, cause: 'connection_terminated', steps: [{step: 'received'}]};
		return {byApp: true, upstream: 1, steps: [{step: 'received'}, {step: 'received'}, {step: 'answered'}]};
	});

const reload = (atMs: number): TimelineEvent => ({
	kind: 'gateway-log',
	...at(atMs),
	level: 'notice',
	raw: 'reconfiguring',
	requestId: null,
	cause: null,
	upstreamAddress: null,
	lifecycle: 'reloaded',
});

const waited = (posts: 'posts' | 'all') =>
	treated(({post, sentMs}) =>
		post || posts === 'all' ? {outcome: 'timeout-first-byte', status: 0, endMs: sentMs + 5000, steps: [{step: 'received'}]} : null,
	);

test('a container that comes back elsewhere has another address by the engine’s word, and else is only gone', (t) => {
	t.is(cameBack('172.20.0.2', '172.20.0.5')[0], 'address-changed');
	t.is(cameBack('172.20.0.2', '172.20.0.2')[0], 'container-gone');
});

test('without the engine’s word, the gateway’s access log tells where the app’s answers came from', (t) => {
	const timeline = buildTimeline({fault: {...vanished, events: [die, start(faultToMs)]}});
	const answeredAt = (host: (atMs: number) => string) => ({
		...timeline,
		events: timeline.events.map((event) => (event.kind === 'access' ? {...event, upstreamAddresses: [`${host(event.atMs)}:8080`]} : event)),
	});
	t.is(kinds(answeredAt((atMs) => (atMs < faultToMs ? '172.20.0.2' : '172.20.0.5')))[0], 'address-changed');
	t.is(kinds(answeredAt(() => '172.20.0.2'))[0], 'container-gone');
	t.is(kinds(answeredAt(() => 'app1'))[0], 'container-gone');
});

test('what is reset on the way is always reset; an app that drops connections closes some in order', (t) => {
	const unseen = buildTimeline({fault: treated(() => ({status: 502, cause: 'connection_terminated', steps: []}))});
	const reset = 'recv() failed (104: Connection reset by peer) while reading response header from upstream';
	const closed = 'upstream prematurely closed connection while reading response header from upstream';
	t.is(kinds(worded(unseen, () => reset))[0], 'reset-between');
	t.is(kinds(worded(unseen, (index) => (index % 10 === 0 ? closed : reset)))[0], 'app-drops-connections');
	// One line among hundreds, of a connection that ended for a reason of its own, speaks against nothing.
	t.is(kinds(worded(unseen, (index) => (index === 300 ? closed : reset)))[0], 'reset-between');
});

test('an answer that the client cannot read is the app’s only where the gateway names nothing else', (t) => {
	t.is(unreadable(null), 'malformed-answer');
	t.is(unreadable('connection_terminated'), 'app-closed-early');
});

test('a 200 to a request that the app took over and never answered is what the gateway took for an answer', (t) => {
	const madeUp = buildTimeline({fault: treated(() => ({status: 200, steps: [{step: 'received'}]}))});
	t.deepEqual(kinds(madeUp), ['malformed-answer']);
});

test('where one word stands for two things, the second is named, too', (t) => {
	const cut = buildTimeline({
		fault: treated(() => ({outcome: 'cut', byApp: true, cause: 'http_response_incomplete', steps: [{step: 'received'}]})),
	});
	t.deepEqual(kinds(worded(cut, () => 'upstream_reset_after_response_started{protocol_error}')), ['body-cut-by-app', 'malformed-answer']);
	t.deepEqual(kinds(cut), ['body-cut-by-app']);
});

test('requests without a line in the gateway’s log are its own loss: of a worker that is silent from then on', (t) => {
	const lost = buildTimeline({
		fault: treated(({arrivesMs, id}) =>
			arrivesMs < faultFromMs + 200 && id % 2 === 0 ? {outcome: 'empty-reply', status: 0, steps: [{step: 'received'}]} : null,
		),
	});
	const lastMs = faultFromMs + 200;
	const logged = (workerOf: (event: {readonly atMs: number; readonly requestId: number | null}) => number) => ({
		...lost,
		events: lost.events.map((event) => (event.kind === 'access' ? {...event, worker: workerOf(event)} : event)),
	});
	const half = ({atMs, requestId}: {readonly atMs: number; readonly requestId: number | null}) =>
		atMs < lastMs && (requestId ?? 0) % 2 === 0 ? 11 : 14;
	t.is(kinds(logged(half))[0], 'gateway-worker-killed');
	t.not(kinds(logged(() => 14))[0], 'gateway-worker-killed');
});

test('a gateway with nowhere to send requests to had no name to go by, where nothing else could take the app out', (t) => {
	const nowhere = treated(() => ({status: 503, cause: 'destination_unavailable', steps: []}));
	const resolver = {validMs: 1000};
	t.is(kinds(buildTimeline({fault: nowhere, plan: withOptions({resolver})}))[0], 'name-not-found');
	t.not(kinds(buildTimeline({fault: nowhere}))[0], 'name-not-found');
	const afterFailures = treated(({arrivesMs}) => ({
		status: 503,
		cause: arrivesMs < faultFromMs + 500 ? 'connection_terminated' : 'destination_unavailable',
		steps: [],
	}));
	t.not(kinds(buildTimeline({fault: afterFailures, plan: withOptions({resolver})}))[0], 'name-not-found');
});

test('POSTs that fail while the app takes GETs twice met a connection that was used before', (t) => {
	const plan = {...buildPlan(), upstreams: buildPlan().upstreams.slice(0, 1)};
	t.is(kinds(buildTimeline({fault: race(false), plan}))[0], 'keep-alive-race');
	t.is(kinds(buildTimeline({fault: race(true), plan}))[0], 'app-closed-early');
});

test('an app that can take no new connection answers on those that it has: where the gateway keeps them, they broke on the way', (t) => {
	const unseen = worded(
		buildTimeline({fault: treated(() => ({status: 503, cause: 'connection_terminated', steps: []}))}),
		() => 'FetchError HTC eof (Unexpected end of input)',
	);
	t.is(kinds(unseen)[0], 'reset-between');
	t.is(kinds({...unseen, plan: {...unseen.plan, ...withOptions({upstreamKeepalive: 0})}})[0], 'app-drops-connections');
});

test('a gateway that listens again by itself, in a container that lived on, lost a worker', (t) => {
	const refused = treated(() => ({outcome: 'refused', status: 0, steps: []}));
	const port = (what: 'port-closed' | 'port-open', atMs: number): TimelineEvent => ({kind: 'process', ...at(atMs), part: 'gateway', what});
	const ports = [port('port-closed', faultFromMs), port('port-open', faultToMs)];
	t.is(kinds(buildTimeline({fault: {...refused, events: ports}}))[0], 'gateway-worker-killed');
	const gatewayDies: TimelineEvent = {kind: 'container', ...at(faultFromMs), part: 'gateway', action: 'die', exitCode: 137};
	t.is(kinds(buildTimeline({fault: {...refused, events: [...ports, gatewayDies]}}))[0], 'gateway-killed');
});

test('large bodies that are not read are told from overload by the requests that fail: POSTs alone, and none committed', (t) => {
	const {load} = buildPlan();
	const plan = {load: {...load, bodyBytes: 1_000_000}};
	t.is(kinds(buildTimeline({fault: waited('posts'), plan}))[0], 'request-not-read');
	t.not(kinds(buildTimeline({fault: waited('all'), plan}))[0], 'request-not-read');
	t.not(kinds(buildTimeline({fault: waited('posts')}))[0], 'request-not-read');
});

test('a straggler long after makes a slow way no less slow', (t) => {
	const slow = treated(({normalEndMs, arrivesMs, id}) =>
		arrivesMs < faultFromMs + 1400 || id === 1090 ? {byApp: true, endMs: normalEndMs + 400} : null,
	);
	t.is(kinds(buildTimeline({fault: slow}))[0], 'network-slow');
});

const inFault = (atMs: number) => atMs >= faultFromMs && atMs < faultToMs;

test('an app that is down is no reason for what failed at another one', (t) => {
	const paused: TimelineEvent = {kind: 'container', ...at(faultFromMs), part: 'app1', action: 'pause'};
	const two = treated(({id, sentMs}) =>
		id % 2 === 0
			? {status: 504, endMs: sentMs + 1000, cause: 'http_response_timeout', steps: []}
			: {status: 500, byApp: true, upstream: 2, steps: [{step: 'received'}, {step: 'answered'}]},
	);
	const both = buildTimeline({fault: {...two, events: [paused]}});
	const events = both.events.map((event) =>
		event.kind === 'access' && inFault(event.atMs) && (event.requestId ?? 0) % 2 === 1
			? {...event, upstreamAddresses: ['10.0.0.3:8080']}
			: event,
	);
	t.deepEqual(
		kinds({...both, events}).toSorted((a = '', b = '') => a.localeCompare(b)),
		['app-answered-error', 'container-paused'],
	);
});

test('what another app answered at last says nothing of the attempt that failed: no app heard of that one', (t) => {
	const saved = worded(
		buildTimeline({
			fault: treated(({post}) =>
				post
					? {status: 503, cause: 'connection_terminated', steps: []}
					: {byApp: true, upstream: 2, attempts: 2, cause: 'connection_terminated', steps: [{step: 'received'}, {step: 'answered'}]},
			),
			plan: withOptions({upstreamKeepalive: 0}),
		}),
		() => 'FetchError HTC eof (Unexpected end of input)',
	);
	t.is(kinds(saved)[0], 'app-drops-connections');
});

test('of two apps that let requests wait, the one that reads none is stuck, and the other one slow', (t) => {
	const timedOut = treated(({id, sentMs}) => ({
		status: 504,
		endMs: sentMs + 1000,
		cause: 'http_response_timeout',
		upstream: 1 + (id % 2),
		steps: id % 2 === 0 ? [] : [{step: 'received'}],
	}));
	const both = buildTimeline({fault: timedOut});
	const events = both.events.map((event) =>
		event.kind === 'access' && (event.requestId ?? 0) % 2 === 1 ? {...event, upstreamAddresses: ['app2:8080']} : event,
	);
	t.deepEqual(new Set(kinds({...both, events}).slice(0, 2)), new Set(['app-slow', 'app-stuck']));
	// Where the gateway names no address, and the app that took them over is the only one known, they are asked together.
	t.is(kinds({...both, plan: {...both.plan, upstreams: both.plan.upstreams.slice(0, 1)}})[0], 'app-slow');
});

test('an app that reads nothing is stuck, though another one had read an attempt before', (t) => {
	const timedOut = buildTimeline({
		fault: treated(({sentMs}) => ({
			status: 504,
			endMs: sentMs + 1000,
			cause: 'http_response_timeout',
			upstream: 1,
			steps: [{step: 'received'}],
		})),
	});
	const endedAt = (...upstreamAddresses: readonly string[]) => ({
		...timedOut,
		events: timedOut.events.map((event) => (event.kind === 'access' && inFault(event.atMs) ? {...event, upstreamAddresses} : event)),
	});
	t.is(kinds(endedAt('app1:8080', 'app2:8080'))[0], 'app-stuck');
	t.is(kinds(endedAt('app1:8080'))[0], 'app-slow');
});

const savedAfter = (waitedMs: number) =>
	buildTimeline({
		fault: treated(({sentMs}) => ({
			byApp: true,
			endMs: sentMs + waitedMs,
			upstream: 2,
			attempts: 2,
			cause: null,
			steps: [{step: 'received'}, {step: 'received'}, {step: 'answered'}],
		})),
	});

const tries = (timeline: Timeline) => ({
	...timeline,
	events: timeline.events.map((event) =>
		event.kind === 'access' && inFault(event.atMs)
			? {...event, upstreamStatuses: [null, 200], upstreamAddresses: ['unknown', 'app2']}
			: event,
	),
});

test('an attempt that took as long as the read time-out, and another that went well, are a slow app’s, also without a word of the gateway', (t) => {
	t.is(kinds(tries(savedAfter(1000)))[0], 'app-slow');
	t.is(kinds(tries(savedAfter(5)))[0], 'app-closed-early');
});

test('what only looks alike stands behind a second cause, though that one explains few requests', (t) => {
	const killedToo = treated(({id}) =>
		id % 20 === 0
			? {status: 500, byApp: true, steps: [{step: 'received'}, {step: 'answered'}]}
			: {status: 502, cause: 'connection_terminated', steps: []},
	);
	const reset = worded(
		buildTimeline({fault: killedToo}),
		() => 'recv() failed (104: Connection reset by peer) while reading response header',
	);
	t.deepEqual(kinds(reset), ['reset-between', 'app-answered-error', 'app-drops-connections']);
});

/** POSTs wait for good, and with them some GETs, which went so far. */
const waitedWith = (steps: readonly {readonly step: 'received'}[]) =>
	treated(({post, id, sentMs}) =>
		post || id % 20 === 1
			? {outcome: 'timeout-first-byte', status: 0, endMs: sentMs + 5000, steps: post ? [{step: 'received'}] : steps}
			: null,
	);

test('requests that never reached the app do not speak against bodies that it does not read; a GET that it took over does', (t) => {
	const {load} = buildPlan();
	const plan = {load: {...load, bodyBytes: 1_000_000}};
	t.is(kinds(buildTimeline({fault: waitedWith([]), plan}))[0], 'request-not-read');
	t.not(kinds(buildTimeline({fault: waitedWith([{step: 'received'}]), plan}))[0], 'request-not-read');
});

test('requests that wait around a reload wait for it', (t) => {
	const slow = treated(({normalEndMs}) => ({byApp: true, endMs: normalEndMs + 400}));
	const often = [0, 1000, 2000].map((afterMs) => reload(faultFromMs + afterMs));
	t.is(kinds(buildTimeline({fault: {...slow, events: often}}))[0], 'gateway-reloaded');
	t.is(kinds(buildTimeline({fault: {...slow, events: [reload(faultToMs - 100)]}}))[0], 'network-slow');
});

function kinds(timeline: Timeline): readonly (string | undefined)[] {
	return diagnose(evidenceOf(timeline, readFacts(timeline))).map(({kind}) => kind);
}

/** The gateway's lines about requests, in these words. */
function worded(timeline: Timeline, words: (index: number) => string): Timeline {
	let index = 0;
	return {
		...timeline,
		events: timeline.events.map((event) =>
			event.kind === 'gateway-log' && event.requestId !== null ? {...event, raw: words(index++)} : event,
		),
	};
}

function withOptions(options: Partial<RunPlan['gateway']['options']>): Partial<RunPlan> {
	const {gateway} = buildPlan();
	return {gateway: {...gateway, options: {...gateway.options, ...options}}};
}
