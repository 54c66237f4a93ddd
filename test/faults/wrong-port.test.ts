import test from 'ava';
import type {LiveSample} from '../../src/faults/fault.ts';
import {wrongPort} from '../../src/faults/wrong-port.ts';
import {collectedOf, fakeTopology} from '../helpers/fake-topology.ts';
import type {FakeTopology} from '../helpers/fake-topology.ts';

/** Errors from the first reload to the second one. */
function clients(fake: FakeTopology): readonly LiveSample[] {
	const reloads = fake.calls.filter((call) => call.startsWith('gateway reload')).length;
	const dueAtMs = fake.nowMs() - 1;
	return [{id: 1, status: reloads === 1 ? 502 : 200, good: reloads !== 1, upstream: 1, dueAtMs, endedAtMs: dueAtMs + 1}];
}

function snmp(resets: number): string {
	return `Tcp: RtoAlgorithm OutRsts InCsumErrors\nTcp: 1 ${resets} 0\n`;
}

test('the config names the wrong port, and the right one again at the end', async (t) => {
	const fake = fakeTopology({recentSamples: clients, printed: () => snmp(0)});
	const armed = await wrongPort({port: 9090}).inject(fake.context);
	t.is(armed.evidence, 'a client got the first error after the reload');
	await armed.clear();
	t.deepEqual(
		fake.calls.filter((call) => call.startsWith('gateway')),
		['gateway reload {"ports":{"app1":9090}}', 'gateway reload {}'],
	);
});

test("its witness is how many connections the kernel of the app's host refused meanwhile", async (t) => {
	let looks = 0;
	const fake = fakeTopology({recentSamples: clients, printed: () => snmp(looks++ === 0 ? 3 : 403)});
	const armed = await wrongPort().inject(fake.context);
	await armed.clear();
	const {count, evidence} = armed.witness(collectedOf(fake.recorded));
	t.is(count, 400);
	t.deepEqual(evidence, ['OutRsts in /proc/net/snmp in the network namespace of app1: 3 before, 403 after']);
});

test('a kernel that does not say how many it refused proves nothing', async (t) => {
	const fake = fakeTopology({recentSamples: clients, printed: () => 'Tcp: RtoAlgorithm\nTcp: 1\n'});
	const armed = await wrongPort().inject(fake.context);
	await armed.clear();
	t.is(armed.witness(collectedOf(fake.recorded)).count, 0);
});

test("a user's own config that is reloaded as it is shows no error, which is told", async (t) => {
	const fake = fakeTopology({recentSamples: () => [], printed: () => snmp(0)});
	const error = await t.throwsAsync(async () => await wrongPort().inject(fake.context));
	t.regex(error.message, /reloaded, and no client got an error within 5000 ms/);
});
