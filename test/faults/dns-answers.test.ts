import test from 'ava';
import {dnsAnswers} from '../../src/faults/dns-answers.ts';
import {newAddress} from '../../src/faults/new-address.ts';
import {collectedOf, fakeTopology} from '../helpers/fake-topology.ts';

const need = {part: 'gateway', kernel: ['name-relay'], nameService: true} as const;

test('the name service behaves so until the end; questions that it treated so are the witness', async (t) => {
	const fault = dnsAnswers({as: 'slow', delayMs: 700});
	t.deepEqual(fault.needs?.network, [need]);
	const fake = fakeTopology();
	const armed = await fault.inject(fake.context);
	await armed.clear();
	t.deepEqual(fake.calls, ['gateway name service slow null', 'gateway name service relay null']);
	const event = {
		kind: 'counter',
		part: 'gateway',
		atMs: 2000,
		uncertaintyMs: 1,
		name: 'names.treated',
		value: 3,
		source: 'the relay',
	} as const;
	t.is(armed.witness(collectedOf([event])).count, 3);
});

test('a name service that is stale while the address changes is so from before the change to some time after the return', async (t) => {
	const fault = newAddress({names: {as: 'stale', forMs: 3000}});
	t.deepEqual(fault.needs?.network, [need]);
	t.deepEqual(newAddress().needs?.network, []);
	const fake = fakeTopology();
	const armed = await fault.inject(fake.context);
	await armed.clear();
	t.deepEqual(
		fake.calls.filter((call) => call.includes('name service') || call.includes('kill container') || call.includes('restart')),
		['gateway name service stale null', 'app1 kill container', 'app1 restart container', 'gateway name service stale 3000'],
	);
});
