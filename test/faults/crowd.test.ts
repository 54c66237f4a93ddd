import test from 'ava';
import {crowd} from '../../src/faults/crowd.ts';
import {collectedOf, fakeTopology} from '../helpers/fake-topology.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:1F90 00000000:0000 0A 00000000:0000017B 00:00000000 00000000     0        0 1 1 0000000000000000 100 0 0 10 0
   1: 00000000:1F91 00000000:0000 0A 00000000:00000009 00:00000000 00000000     0        0 1 1 0000000000000000 100 0 0 10 0
   2: 0100007F:1F90 0100007F:9C40 01 00000000:00000020 00:00000000 00000000     0        0 1 1 0000000000000000 100 0 0 10 0
`;

test('so many clients come, and go at the end; descriptors are limited from the start', async (t) => {
	const fault = crowd({clients: 300, descriptors: 64});
	t.deepEqual(fault.needs?.gateway, {noFile: 64});
	t.is(crowd().needs?.gateway, undefined);
	const fake = fakeTopology({printed: () => ''});
	const armed = await fault.inject(fake.context);
	t.is(armed.evidence, '300 of 300 connections made');
	await armed.clear();
	t.deepEqual([fake.calls.at(0), fake.calls.at(-1)], ['gateway crowd 300', 'gateway crowd 0']);
});

test("what waits in the queue of the gateway's own socket is its witness, and so is what the gateway says", async (t) => {
	const fake = fakeTopology({printed: () => table});
	const armed = await crowd().inject(fake.context);
	await armed.clear();
	t.is(armed.witness(collectedOf(fake.recorded)).count, 379);
	const line = {
		kind: 'gateway-log',
		atMs: armed.effective.atMs,
		uncertaintyMs: 1,
		level: 'crit',
		requestId: null,
		cause: null,
		upstreamAddress: null,
	} as const;
	const said = [
		{...line, raw: 'accept4() failed (24: Too many open files)'},
		{...line, raw: 'something else'},
	];
	t.is(armed.witness(collectedOf(said)).count, 1);
});
