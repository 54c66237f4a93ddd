import test from 'ava';
import type {Fault} from '../../src/faults/fault.ts';
import {linkBandwidth} from '../../src/faults/link-bandwidth.ts';
import {linkDown} from '../../src/faults/link-down.ts';
import {linkLatency} from '../../src/faults/link-latency.ts';
import {linkLimitData} from '../../src/faults/link-limit-data.ts';
import {linkResetPeer} from '../../src/faults/link-reset-peer.ts';
import {linkSlicer} from '../../src/faults/link-slicer.ts';
import {linkSlowClose} from '../../src/faults/link-slow-close.ts';
import {linkTimeout} from '../../src/faults/link-timeout.ts';
import type {LinkToxic} from '../../src/upstreams/upstream.ts';
import {collectedOf, fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

const {gateway} = buildTimeline().plan;
const always = {stream: 'downstream', toxicity: 1} as const;

const toxics: readonly (readonly [Fault, LinkToxic])[] = [
	[linkLatency({latencyMs: 100}), {...always, type: 'latency', attributes: {latency: 100, jitter: 0}}],
	[
		linkLatency({latencyMs: 100, jitterMs: 20, direction: 'upstream', toxicity: 0.3}),
		{type: 'latency', stream: 'upstream', toxicity: 0.3, attributes: {latency: 100, jitter: 20}},
	],
	[linkBandwidth({bytesPerSecond: 20_000}), {...always, type: 'bandwidth', attributes: {rate: 20}}],
	[linkSlowClose({delayMs: 300}), {...always, type: 'slow_close', attributes: {delay: 300}}],
	[linkTimeout(), {...always, type: 'timeout', attributes: {timeout: 0}}],
	[linkTimeout({closeAfterMs: 300}), {...always, type: 'timeout', attributes: {timeout: 300}}],
	[linkResetPeer({afterMs: 5}), {...always, type: 'reset_peer', attributes: {timeout: 5}}],
	[
		linkSlicer({averageBytes: 40, variationBytes: 10, pauseMs: 2}),
		{...always, type: 'slicer', attributes: {average_size: 40, size_variation: 10, delay: 2000}},
	],
	[linkLimitData({bytes: 400}), {...always, type: 'limit_data', attributes: {bytes: 400}}],
];

for (const [fault, toxic] of toxics) {
	test(`${fault.kind} (${fault.describe}) becomes a toxic, and is taken back`, async (t) => {
		const fake = fakeTopology();
		const armed = await fault.inject(fake.context);
		t.deepEqual(fake.linked, [{names: ['app1'], change: {do: 'add', toxic}}]);
		await armed.clear();
		await armed.clear();
		t.deepEqual(fake.linked.slice(1), [{names: ['app1'], change: {do: 'remove', toxic}}]);
		t.deepEqual(fault.needs, {network: [], links: ['app1']});
	});
}

test('link-down is no toxic: nothing listens, on every link that is named', async (t) => {
	const fault = linkDown({upstreams: ['app2', 'app1', 'app2']});
	const fake = fakeTopology({upstreams: ['app1', 'app2']});
	const armed = await fault.inject(fake.context);
	await armed.clear();
	t.deepEqual(fake.linked, [
		{names: ['app2', 'app1'], change: {do: 'close'}},
		{names: ['app2', 'app1'], change: {do: 'open'}},
	]);
	t.is(fault.describe, 'nothing listens on the link before app2 and app1');
});

function problems(fault: Fault): readonly string[] {
	return fault.check({upstreams: upstreamPlans(['node']), gateway}).map(({path, message}) => `${path}: ${message}`);
}

test('what cannot be meant is told before the start', (t) => {
	t.deepEqual(problems(linkLatency({latencyMs: -1})), ['fault.latencyMs: `fault.latencyMs` must be a whole number, 1 or more, not -1']);
	t.deepEqual(problems(linkLatency({latencyMs: 10, jitterMs: 11})), [
		'fault.jitterMs: `fault.jitterMs` must be a whole number from 0 to 10, not 11',
	]);
	t.deepEqual(problems(linkLatency({latencyMs: 10, toxicity: 2})), [
		'fault.toxicity: `fault.toxicity` must be a number from 0.001 to 1, not 2',
	]);
	// @ts-expect-error scenario files run unchecked.
	t.deepEqual(problems(linkTimeout({direction: 'sideways'})), [
		'fault.direction: `fault.direction` must be one of upstream, downstream, not "sideways"',
	]);
	// @ts-expect-error one name is no list.
	t.deepEqual(problems(linkDown({upstreams: 'app1'})), ['fault.upstreams: `fault.upstreams` must be an array, not "app1"']);
	// @ts-expect-error Toxiproxy would take it without a word.
	t.deepEqual(problems(linkTimeout({timeoutMs: 5})), ['fault.timeoutMs: unknown option `timeoutMs` in `fault`']);
	t.deepEqual(problems(linkDown({upstreams: ['app1', 'app7']})), ['fault.upstream: link-down acts on `app7`, and the topology has app1']);
	t.deepEqual(problems(linkBandwidth({bytesPerSecond: 1500})), [
		'fault.bytesPerSecond: `fault.bytesPerSecond` must be a multiple of 1000, from 1000 to 1000000000, not 1500',
	]);
	t.is(problems(linkSlicer({averageBytes: 10, variationBytes: 10})).length, 1);
	t.is(problems(linkLimitData({bytes: 0})).length, 1);
});

test('a topology without the link is an error, and nothing is set', async (t) => {
	const fake = fakeTopology();
	for (const links of [null, {...(fake.context.topology.links ?? failed()), names: ['app2']}]) {
		const context = {...fake.context, topology: {...fake.context.topology, links}};
		await t.throwsAsync(linkDown().inject(context), {message: /link before app1, and none was started there/});
	}

	t.deepEqual(fake.linked, []);
});

test('what the kernel counted since the effect is the witness of refusals and resets', async (t) => {
	const fake = fakeTopology({
		linkCounters: [
			{resets: 10, accepted: 5, 'half-closed': 3},
			{resets: 52, accepted: 9, 'half-closed': 2},
		],
	});
	const armed = await linkDown().inject(fake.context);
	await armed.clear();
	t.deepEqual(
		fake.recorded.map((event) => event.kind === 'counter' && [event.part, event.name, event.value]),
		[
			['link', 'link.accepted', 4],
			['link', 'link.resets', 42],
			['link', 'link.half-closed', 2],
		],
	);
	const witness = armed.witness(collectedOf(fake.recorded));
	t.is(witness.count, 42);
	t.deepEqual(witness.evidence, ['/proc/net/snmp (OutRsts) in the network namespace of the link, since the effect: 42']);
});

test('counters that cannot be read do not keep the link in its state, and prove nothing', async (t) => {
	const fake = fakeTopology();
	const {links} = fake.context.topology;
	let asked = 0;
	const counters = async () => {
		asked += 1;
		if (asked === 2) {
			throw new Error('the helper is gone');
		}

		return {counters: {resets: 1}, sources: {}};
	};
	const topology = {...fake.context.topology, links: {...(links ?? failed()), counters}};
	const armed = await linkDown().inject({...fake.context, topology});
	await armed.clear();
	t.deepEqual(fake.linked.at(-1)?.change, {do: 'open'});
	t.is(armed.witness(collectedOf(fake.recorded)).count, 0);
});

function failed(): never {
	throw new Error('expected links in the fake topology');
}

test('counters of another fault on the same time line are no witness', async (t) => {
	const fake = fakeTopology({linkCounters: [{resets: 0}, {resets: 7}, {resets: 7}, {resets: 7}]});
	const first = await linkDown().inject(fake.context);
	await first.clear();
	const second = await linkDown().inject(fake.context);
	await second.clear();
	const collected = collectedOf(fake.recorded);
	t.deepEqual([first.witness(collected).count, second.witness(collected).count], [7, 0]);
});
