import test from 'ava';
import {bandwidth} from '../../src/faults/bandwidth.ts';
import {delay} from '../../src/faults/delay.ts';
import {dnsDead} from '../../src/faults/dns-dead.ts';
import {drop} from '../../src/faults/drop.ts';
import type {Fault} from '../../src/faults/fault.ts';
import {loss} from '../../src/faults/loss.ts';
import {partition} from '../../src/faults/partition.ts';
import {reject} from '../../src/faults/reject.ts';
import {resetEstablished} from '../../src/faults/reset-established.ts';
import {collectedOf, fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

const {gateway} = buildTimeline().plan;
const syn = 'tcp flags & (syn | ack) == syn';

/** Rules after the loopback's exception, without their counters. */
const rules: readonly (readonly [Fault, readonly string[]])[] = [
	[drop(), [`${syn} drop`]],
	[drop({peer: 'gateway', packets: 'all'}), ['ip saddr 172.20.0.3 drop']],
	[reject({part: 'app2'}), [`${syn} reject with tcp reset`]],
	[reject({with: 'host-unreachable', peer: 'app2'}), [`ip saddr 172.20.0.2 ${syn} reject with icmp host-unreachable`]],
	[resetEstablished({peer: 'gateway'}), ['ip saddr 172.20.0.3 tcp flags & (psh | rst) == psh reject with tcp reset']],
	[loss({share: 0.05}), ['numgen random mod 1000000 < 50000 drop', 'numgen random mod 1000000 < 50000 drop']],
	[dnsDead(), ['iifname "lo" ip daddr 127.0.0.11 meta l4proto { tcp, udp } drop']],
	[partition({part: 'app2'}), ['ip saddr 172.20.0.3 drop', 'ip daddr 172.20.0.3 drop']],
];

for (const [fault, wanted] of rules) {
	test(`${fault.kind} (${fault.describe}) is set in the namespace of its part`, async (t) => {
		const fake = fakeTopology({upstreams: ['app1', 'app2']});
		await using armed = await fault.inject(fake.context);
		t.true(armed.effective.atMs > 1000);
		const [order] = fake.ordered;
		t.is(order?.part, fault.needs?.network[0]?.part);
		const set = (order?.input ?? '').split('\n').filter((line) => line.startsWith('add rule'));
		t.deepEqual(
			set.map((line) => line.replace(/^.* != "lo" |^add rule inet gatequake \w+ /, '').replace(/counter name \w+ /, '')),
			wanted,
		);
		t.deepEqual(
			fault.needs?.network.map(({part, kernel}) => [part, kernel]),
			[[order?.part, ['packet-rules']]],
		);
	});
}

const queues: readonly (readonly [Fault, string])[] = [
	[bandwidth({bytesPerSecond: 20_000}), 'tbf rate 160000bit burst 4096 latency 2000ms'],
	[delay({delayMs: 100}), 'netem delay 100ms'],
	[delay({delayMs: 100, jitterMs: 20}), 'netem delay 100ms 20ms'],
];

for (const [fault, wanted] of queues) {
	test(`${fault.kind} (${fault.describe}) becomes the send queue of its part`, async (t) => {
		const fake = fakeTopology();
		await using armed = await fault.inject(fake.context);
		t.true(armed.effective.atMs > 1000);
		t.is(fake.ordered[0]?.argv.join(' '), `tc qdisc replace dev eth0 root ${wanted}`);
	});
}

const counted = (packets: number) => JSON.stringify({nftables: [{counter: {name: 'incoming', packets}}]});

test('at its end the counters are read before the rules go, and become its witness', async (t) => {
	const fake = fakeTopology({printed: (argv) => (argv.includes('list') ? counted(606) : '')});
	const armed = await drop().inject(fake.context);
	await armed.clear();
	t.deepEqual(
		fake.ordered.map(({argv}) => argv.join(' ')),
		['nft -f -', 'nft -j list table inet gatequake', 'nft -f -'],
	);
	t.deepEqual(
		fake.recorded.map((event) => event.kind === 'counter' && [event.part, event.name, event.value]),
		[['app1', 'network.incoming', 606]],
	);
	const {count, unit, evidence} = armed.witness(collectedOf(fake.recorded));
	t.is(count, 606);
	t.is(unit, 'packets dropped');
	t.deepEqual(evidence, ['`nft -j list table inet gatequake` in the network namespace of app1: incoming 606']);
});

test('counters of another part, and other counters, are no witness', async (t) => {
	const fake = fakeTopology({printed: () => counted(5)});
	const armed = await drop().inject(fake.context);
	await armed.clear();
	const [event] = fake.recorded;
	t.is(event?.kind, 'counter');
	if (event?.kind === 'counter') {
		t.is(
			armed.witness(
				collectedOf([
					{...event, part: 'app2'},
					{...event, name: 'memory.oom_kill.after'},
				]),
			).count,
			0,
		);
	}
});

test('counters that cannot be read do not keep the rules in place, and prove nothing', async (t) => {
	const fake = fakeTopology({
		printed(argv) {
			if (argv.includes('list')) {
				throw new Error('nft is gone');
			}

			return '';
		},
	});
	const armed = await drop().inject(fake.context);
	await armed.clear();
	t.is(fake.ordered.at(-1)?.input, 'add table inet gatequake\ndelete table inet gatequake\n');
	t.is(armed.witness(collectedOf(fake.recorded)).count, 0);
});

function problems(fault: Fault): readonly string[] {
	return fault.check({upstreams: upstreamPlans(['node']), gateway}).map(({path}) => path);
}

test('a part or a peer that is not in the topology, and wrong options, are told before the start', (t) => {
	t.deepEqual(problems(drop({part: 'gateway', peer: 'app1'})), []);
	t.deepEqual(problems(drop({part: 'app2'})), ['fault.upstream']);
	t.deepEqual(problems(drop({peer: 'app3'})), ['fault.upstream']);
	t.deepEqual(problems(loss({share: 0})), ['fault.share']);
	t.deepEqual(problems(bandwidth({bytesPerSecond: 1})), ['fault.bytesPerSecond']);
	// @ts-expect-error a queue has no peer: scenario files run unchecked.
	t.deepEqual(problems(delay({delayMs: 1, peer: 'gateway'})), ['fault.peer']);
});

test('a topology without the helper is an error, and nothing is set', async (t) => {
	const fake = fakeTopology();
	const context = {...fake.context, topology: {...fake.context.topology, networkHelpers: []}};
	await t.throwsAsync(drop().inject(context), {message: /no helper was started there/});
	t.deepEqual(fake.ordered, []);
});

test('every ICMP message is asked for where clients are to see them', (t) => {
	t.deepEqual(reject({with: 'host-unreachable'}).needs?.network[0]?.sysctls, {'net.ipv4.icmp_ratelimit': '0'});
});
