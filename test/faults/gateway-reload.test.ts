import test from 'ava';
import type {LiveSample} from '../../src/faults/fault.ts';
import {gatewayReload} from '../../src/faults/gateway-reload.ts';
import type {GatewayLogEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import type {FakeTopology} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

/** Reloads take effect 100 ms after the signal; until then the old upstream answers. */
function clients() {
	let changedMs = Number.NEGATIVE_INFINITY;
	let reloads = 0;
	let before = 1;
	let after = 1;
	return (fake: FakeTopology): readonly LiveSample[] => {
		const signals = fake.calls.filter((call) => call.startsWith('gateway reload'));
		if (signals.length > reloads) {
			reloads = signals.length;
			changedMs = fake.nowMs() + 100;
			before = after;
			after = Number(/app(\d)/.exec(signals.at(-1) ?? '')?.[1]);
		}

		const dueAtMs = fake.nowMs() - 4;
		const latest = {id: 3, status: 200, good: true, upstream: dueAtMs < changedMs ? before : after, dueAtMs, endedAtMs: dueAtMs + 2};
		// Answers of both upstreams from long before: they prove nothing of this reload.
		return [{...latest, id: 1, upstream: 1, dueAtMs: 10}, {...latest, id: 2, upstream: 2, dueAtMs: 15}, latest];
	};
}

async function armed() {
	const fake = fakeTopology({upstreams: ['app1', 'app2'], inUse: ['app1'], recentSamples: clients()});
	return {fake, fault: await gatewayReload({upstreams: ['app2']}).inject(fake.context)};
}

const reloaded: GatewayLogEvent = {
	kind: 'gateway-log',
	atMs: 1100,
	uncertaintyMs: 500,
	level: 'notice',
	raw: 'signal 1 (SIGHUP) received, reconfiguring',
	requestId: null,
	cause: null,
	upstreamAddress: null,
	lifecycle: 'reloaded',
};

test('it is in effect when a client is answered by the new upstream, not when the signal was sent', async (t) => {
	const {fake, fault} = await armed();
	t.deepEqual(fake.calls, ['gateway reload {"options":{"upstreams":["app2"]}}']);
	t.true(fault.effective.atMs >= 1100);
	const cleared = await fault.clear();
	t.deepEqual(fake.calls.slice(1), ['gateway reload {"options":{"upstreams":["app1"]}}']);
	t.true(cleared.atMs >= fault.effective.atMs + 100);
	t.is(cleared.evidence, 'a client got the first answer of app1 again');
});

test('answers of the new upstream after a reload that the gateway itself tells of are its witness', async (t) => {
	const {fault} = await armed();
	const {samples} = buildTimeline({
		fault: {fromMs: fault.effective.atMs, toMs: 9000, treat: ({normalEndMs}) => ({endMs: normalEndMs, byApp: true, upstream: 2})},
	});
	const {count, evidence} = fault.witness({events: [reloaded], samples});
	t.true(count > 0);
	t.deepEqual(evidence, [reloaded.raw]);
	// Without its word something else may have moved the traffic.
	t.is(fault.witness({events: [], samples}).count, 0);
	t.is(fault.witness(collectedOf([reloaded])).count, 0);
});

test('a gateway that stays with its old upstream is an error that names the time and the reason', async (t) => {
	const fake = fakeTopology({upstreams: ['app1', 'app2'], inUse: ['app1']});
	const error = await t.throwsAsync(gatewayReload({upstreams: ['app2']}).inject(fake.context), {
		message: 'the gateway was reloaded, and no client got an answer of app2 within 5000 ms',
	});
	t.regex(error instanceof Error && 'hint' in error ? String(error.hint) : '', /own config is reloaded as it is/);
	t.true(fake.nowMs() >= 6000);
});

test('a word instead of a list of upstreams is told, not thrown', (t) => {
	// @ts-expect-error scenario files run unchecked
	const problems = gatewayReload({upstreams: 'app1'}).check({upstreams: upstreamPlans(['node']), gateway: buildTimeline().plan.gateway});
	t.deepEqual(
		problems.map(({path}) => path),
		['fault.upstreams'],
	);
});
