import test from 'ava';
import {appStatus} from '../../src/faults/app-status.ts';
import {badChunk} from '../../src/faults/bad-chunk.ts';
import {badHeader} from '../../src/faults/bad-header.ts';
import {badStatusLine} from '../../src/faults/bad-status-line.ts';
import {closeReused} from '../../src/faults/close-reused.ts';
import {close} from '../../src/faults/close.ts';
import {conflictingLengths} from '../../src/faults/conflicting-lengths.ts';
import {cutBody} from '../../src/faults/cut-body.ts';
import {crash} from '../../src/faults/crash.ts';
import type {Fault} from '../../src/faults/fault.ts';
import {hang} from '../../src/faults/hang.ts';
import {notHttp} from '../../src/faults/not-http.ts';
import {reset} from '../../src/faults/reset.ts';
import {drip, slowFirstByte} from '../../src/faults/slow.ts';
import {stopReading} from '../../src/faults/stop-reading.ts';
import type {JournalEvent} from '../../src/timeline/timeline.ts';
import type {Behaviour} from '../../src/upstreams/upstream.ts';
import {collectedOf, fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

const {gateway} = buildTimeline().plan;

const ordered: readonly (readonly [Fault, Behaviour])[] = [
	[reset(), {do: 'reset', when: 'request'}],
	[reset({when: 'commit'}), {do: 'reset', when: 'commit'}],
	[close(), {do: 'close', after: 'request'}],
	[close({after: 'hints'}), {do: 'close', after: 'hints'}],
	[closeReused(), {do: 'close-reused'}],
	[stopReading(), {do: 'stop-reading'}],
	[badStatusLine(), {do: 'malformed', wrong: 'status-line'}],
	[badHeader(), {do: 'malformed', wrong: 'header-without-colon'}],
	[badHeader({how: 'with-nul'}), {do: 'malformed', wrong: 'header-with-nul'}],
	[conflictingLengths(), {do: 'malformed', wrong: 'two-lengths'}],
	[conflictingLengths({how: 'length-and-chunked'}), {do: 'malformed', wrong: 'length-and-chunked'}],
	[badChunk(), {do: 'malformed', wrong: 'chunk-size'}],
	[notHttp(), {do: 'malformed', wrong: 'not-http'}],
	[cutBody(), {do: 'cut', by: 'fin', framing: 'length'}],
	[cutBody({by: 'rst', framing: 'chunked'}), {do: 'cut', by: 'rst', framing: 'chunked'}],
	[slowFirstByte({delayMs: 3000}), {do: 'slow-first-byte', delayMs: 3000}],
	[drip({intervalMs: 100}), {do: 'drip', intervalMs: 100}],
	[hang(), {do: 'hang', after: 'request'}],
	[hang({after: 'headers'}), {do: 'hang', after: 'headers'}],
	[appStatus({status: 503}), {do: 'status', status: 503}],
	[crash(), {do: 'crash', signal: 'SIGSEGV'}],
];

for (const [fault, behaviour] of ordered) {
	test(`${fault.kind} (${fault.describe}) orders its behaviour for every request, and takes it back`, async (t) => {
		const fake = fakeTopology();
		const armed = await fault.inject(fake.context);
		t.deepEqual(fake.orders, [{behaviour, share: 1, methods: null}]);
		await armed.clear();
		t.deepEqual(fake.orders.slice(1), [null]);
	});
}

test('share, methods and upstream go into the order and into the words', async (t) => {
	const fake = fakeTopology({upstreams: ['app1', 'app2']});
	const fault = reset({share: 0.07, methods: ['POST', 'PUT'], upstream: 'app2'});
	await using armed = await fault.inject(fake.context);
	t.is(armed.evidence, 'app2 said that it treats requests so from now on');
	t.deepEqual(fake.calls, ['app2 behave reset']);
	t.deepEqual(fake.orders, [{behaviour: {do: 'reset', when: 'request'}, share: 0.07, methods: ['POST', 'PUT']}]);
	t.is(fault.describe, 'RST instead of an answer on app2, for 7 % of requests, POST and PUT only');
});

function treated(requestId: number, more: Partial<JournalEvent> = {}): JournalEvent {
	return {
		kind: 'journal',
		part: 'app1',
		atMs: 1500,
		uncertaintyMs: 0.1,
		requestId,
		step: 'faulted',
		detail: 'reset',
		...more,
	};
}

test('only what the app itself journalled under this behaviour is a witness, and three lines of it are shown', async (t) => {
	await using armed = await reset().inject(fakeTopology().context);
	const {count, evidence, unit} = armed.witness(
		collectedOf([
			...[1, 2, 3, 4].map((id) => treated(id)),
			treated(5, {part: 'app2'}),
			treated(6, {detail: 'hang'}),
			treated(7, {step: 'received'}),
		]),
	);
	t.is(count, 4);
	t.is(unit, 'requests reset');
	t.deepEqual(evidence.length, 3);
	t.is(evidence[0], "app1's journal: request 1 reset at 1500.0 ms");
});

test('a mistake in the options is kept and told with all others, whatever its type', (t) => {
	const upstreams = upstreamPlans(['bytes']);
	const problems = (fault: Fault) => fault.check({upstreams, gateway}).map(({path}) => path);
	// Scenario files run unchecked, so anything may come.
	// @ts-expect-error a word for a list
	t.deepEqual(problems(reset({methods: 'POST'})), ['fault.methods']);
	// @ts-expect-error a number for a word
	t.deepEqual(problems(cutBody({by: 5, framing: 'none', share: 2})), ['fault.by', 'fault.framing', 'fault.share']);
	// @ts-expect-error a word that there is not
	t.deepEqual(problems(reset({when: 'later'})), ['fault.when']);
	t.deepEqual(problems(appStatus({status: 200})), ['fault.status']);
	t.deepEqual(problems(slowFirstByte({delayMs: 0})), ['fault.delayMs']);
});
