import test from 'ava';
import {gatewayWorkerKill} from '../../src/faults/gateway-worker-kill.ts';
import {gatewayWorkerStop} from '../../src/faults/gateway-worker-stop.ts';
import {collectedOf, fakeTopology} from '../helpers/fake-topology.ts';

test('the worker that has the most to do is killed, and the fault ends when there is another in its place', async (t) => {
	const fake = fakeTopology();
	const armed = await gatewayWorkerKill().inject(fake.context);
	t.deepEqual(fake.calls, ['gateway worker 12 SIGKILL']);
	const cleared = await armed.clear();
	t.is(cleared.evidence, 'the gateway has the workers 11, 13 now, and had 11, 12');
	// Two switches a millisecond, watched for 300 ms.
	t.is(armed.witness(collectedOf(fake.recorded)).count, 600);
});

test('a gateway that ended with its worker is started again', async (t) => {
	const fake = fakeTopology({gateway: {isServing: () => false}});
	const armed = await gatewayWorkerKill().inject(fake.context);
	const cleared = await armed.clear();
	t.is(cleared.evidence, 'the gateway had ended with its worker, and was started again');
	t.deepEqual(fake.calls.slice(1), ['gateway container stop', 'gateway container start', 'gateway wait open']);
});

test('a gateway without workers is no target', async (t) => {
	const fake = fakeTopology({gateway: {workers: async () => []}});
	const error = await t.throwsAsync(async () => await gatewayWorkerKill().inject(fake.context));
	t.regex(error.message, /expected worker processes of \w+, and the kernel knows of none/);
});

test('a worker that the kernel does not show as stopped proves nothing', async (t) => {
	const fake = fakeTopology();
	const armed = await gatewayWorkerStop().inject(fake.context);
	await armed.clear();
	t.deepEqual(fake.calls, ['gateway worker 12 SIGSTOP', 'gateway worker 12 SIGCONT']);
	t.is(armed.witness(collectedOf(fake.recorded)).count, 0);
});

test('a worker that was stopped until the end is a witness by what it did before', async (t) => {
	let looks = 0;
	const fake = fakeTopology({gateway: {workers: async () => [{pid: 7, state: looks < 2 ? 'S' : 'T', switches: 50 * looks++}]}});
	const armed = await gatewayWorkerStop().inject(fake.context);
	await armed.clear();
	const {count, evidence} = armed.witness(collectedOf(fake.recorded));
	t.is(count, 50);
	t.deepEqual(evidence, ['/proc of the gateway, worker 7 of 1: stopped until the end; it had woken 50 times']);
});
