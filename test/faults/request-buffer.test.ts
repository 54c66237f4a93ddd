import test from 'ava';
import {requestBuffer} from '../../src/faults/request-buffer.ts';
import type {ServerLogEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology} from '../helpers/fake-topology.ts';

const refused: ServerLogEvent = {
	kind: 'server-log',
	part: 'app1',
	atMs: 2500,
	uncertaintyMs: 500,
	level: 'info',
	raw: '2026-11-21T13:31:05+0000 - invalid request block size: 6283 (max 4096)...skip',
	meaning: 'request-refused',
};

test('a version with the small buffer is deployed, and one with the usual buffer at the end', async (t) => {
	const fake = fakeTopology();
	const armed = await requestBuffer({bytes: 2048}).inject(fake.context);
	const deployed = fake.calls.length;
	await armed.clear();
	t.deepEqual(fake.calls.slice(0, deployed), ['app1 flaw request-buffer', 'app1 stop 5000 0', 'app1 wait exited', 'app1 wait open']);
	t.deepEqual(fake.calls.slice(deployed), ['app1 flaw none', 'app1 stop 5000 0', 'app1 wait exited', 'app1 wait open']);
});

test("it met the requests that the server's own log says it refused, from the effect on", async (t) => {
	await using armed = await requestBuffer().inject(fakeTopology().context);
	const {atMs} = armed.effective;
	const at = (event: ServerLogEvent, afterMs: number): ServerLogEvent => ({...event, atMs: atMs + afterMs});
	t.is(armed.witness(collectedOf([at(refused, 600), at(refused, 900)])).count, 2);
	t.is(armed.witness(collectedOf([at(refused, -600), {...at(refused, 600), part: 'app2'}])).count, 0);
	t.is(armed.witness(collectedOf([{...at(refused, 600), meaning: 'worker-killed'}])).count, 0);
});
