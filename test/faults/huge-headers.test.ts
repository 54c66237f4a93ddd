import test from 'ava';
import type {LiveSample} from '../../src/faults/fault.ts';
import {hugeHeaders} from '../../src/faults/huge-headers.ts';
import {fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import type {FakeTopology} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

/** A request each 3 ms; the gateway passes header sections of up to `limitBytes` on. A new order reaches requests due 4 ms after it. */
function clients(limitBytes: number): (fake: FakeTopology) => readonly LiveSample[] {
	const orders: {fromMs: number; bytes: number}[] = [];
	return (fake) => {
		for (const order of fake.orders.slice(orders.length)) {
			const bytes = order?.behaviour.do === 'headers' ? order.behaviour.headerBytes : 0;
			orders.push({fromMs: fake.nowMs() + 4, bytes});
		}

		return Array.from({length: 60}, (_, index) => {
			const dueAtMs = fake.nowMs() - (60 - index) * 3;
			const bytes = orders.findLast(({fromMs}) => fromMs <= dueAtMs)?.bytes ?? 0;
			const passed = bytes <= limitBytes;
			return {id: index, status: passed ? 200 : 502, good: passed, upstream: passed ? 1 : 0, dueAtMs, endedAtMs: dueAtMs + 1};
		});
	};
}

function sizes(fake: FakeTopology): readonly number[] {
	return fake.orders.map((order) => (order?.behaviour.do === 'headers' ? order.behaviour.headerBytes : 0));
}

async function turns(count: number): Promise<void> {
	for (let turn = 0; turn < count; turn++) {
		// Each turn lets the bisection take one step.
		await new Promise((resolve) => {
			setImmediate(resolve);
		});
	}
}

for (const limitBytes of [1024, 1025, 4096, 4097, 7777, 65_534, 65_535]) {
	test(`a gateway that passes ${limitBytes} bytes on is shown at ${limitBytes} and one more, again and again`, async (t) => {
		const fake = fakeTopology({recentSamples: clients(limitBytes)});
		const armed = await hugeHeaders({fromBytes: 1024, toBytes: 65_536}).inject(fake.context);
		await turns(300);
		await armed.clear();
		const tried = sizes(fake).filter((size) => size > 0);
		// Sixteen halvings of 64 KiB, the two ends, and then the two sides in turn.
		t.true(tried.length > 24);
		t.deepEqual(
			tried.slice(-4).toSorted((a, b) => a - b),
			[limitBytes, limitBytes, limitBytes + 1, limitBytes + 1],
		);
	});
}

test('the largest size is tried first: it is the effect; then the smallest, which must pass', async (t) => {
	const fake = fakeTopology({recentSamples: clients(4096)});
	await using armed = await hugeHeaders({fromBytes: 1024, toBytes: 65_536}).inject(fake.context);
	t.is(armed.effective.atMs, 1001);
	await turns(3);
	t.deepEqual(sizes(fake).slice(0, 2), [65_536, 1024]);
});

test('once it is cleared, the normal answer is the last order', async (t) => {
	const fake = fakeTopology({recentSamples: clients(4096)});
	const armed = await hugeHeaders({fromBytes: 1024, toBytes: 65_536}).inject(fake.context);
	await turns(20);
	await armed.clear();
	t.is(fake.orders.at(-1), null);
	const count = fake.orders.length;
	await turns(50);
	t.is(fake.orders.length, count);
});

test('it ends when it is cleared although no request ever ends', async (t) => {
	const fake = fakeTopology();
	const armed = await hugeHeaders({fromBytes: 1024, toBytes: 65_536}).inject(fake.context);
	await turns(20);
	await armed.clear();
	t.is(fake.orders.at(-1), null);
});

test('a bisection that breaks off is told at the end, and the app is put back all the same', async (t) => {
	const interrupt = new AbortController();
	const fake = fakeTopology({signal: interrupt.signal});
	const armed = await hugeHeaders({fromBytes: 1024, toBytes: 65_536}).inject({
		...fake.context,
		async pause() {
			throw new Error('the run was interrupted');
		},
	});
	await turns(5);
	const {evidence} = await armed.clear();
	t.is(evidence, 'app1 said that it answers normally again; the bisection ended with: the run was interrupted');
	t.is(fake.orders.at(-1), null);
});

test('bounds that leave nothing to halve are told before the start', (t) => {
	const problems = hugeHeaders({fromBytes: 4096, toBytes: 1024}).check({
		upstreams: upstreamPlans(['node']),
		gateway: buildTimeline().plan.gateway,
	});
	t.deepEqual(problems, [{path: 'fault.toBytes', message: 'must be above fromBytes, which is 4096, not 1024'}]);
});
