import test from 'ava';
import {portsExhausted} from '../../src/faults/ports-exhausted.ts';
import type {TimelineEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology} from '../helpers/fake-topology.ts';

function logLine(atMs: number, raw: string): TimelineEvent {
	const none = {requestId: null, cause: null, upstreamAddress: null};
	return {kind: 'gateway-log', atMs, uncertaintyMs: 500, level: 'crit', raw, ...none};
}

test('all ports of the range that the namespace was started with are held, and let go at the end', async (t) => {
	const fault = portsExhausted();
	t.deepEqual(fault.needs?.network, [{part: 'gateway', kernel: [], sysctls: {'net.ipv4.ip_local_port_range': '20000 20999'}}]);
	const fake = fakeTopology();
	const armed = await fault.inject(fake.context);
	t.is(armed.evidence, '1000 of 1000 ephemeral ports held in the network namespace of the gateway, the others in use');
	await armed.clear();
	t.deepEqual(fake.calls, ['gateway hold 1000 ports', 'gateway hold 0 ports']);
});

test("its witness is what the gateway's log says of the kernel's refusals, since the effect", async (t) => {
	const armed = await portsExhausted().inject(fakeTopology().context);
	const {atMs} = armed.effective;
	const refused = 'connect() to 172.20.0.2:8080 failed (99: Cannot assign requested address)';
	const byEnvoy = '{"details":"upstream_reset_before_response_started{immediate_connect_error:_Cannot_assign_requested_address}"}';
	const {count, evidence} = armed.witness(
		collectedOf([
			logLine(atMs - 600, refused),
			logLine(atMs + 100, refused),
			logLine(atMs + 150, byEnvoy),
			logLine(atMs + 200, 'connect() failed (111: Connection refused)'),
		]),
	);
	t.is(count, 2);
	t.deepEqual(evidence, [refused, byEnvoy]);
});
