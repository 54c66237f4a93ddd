import test from 'ava';
import {freeze} from '../../src/faults/freeze.ts';
import {pause} from '../../src/faults/pause.ts';
import {unreadIn} from '../../src/faults/unread.ts';
import {collectedOf, fakeTopology} from '../helpers/fake-topology.ts';

const title = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
/** Port 8080, which the fake plan has: a listener whose queue holds 5, one connection with unread bytes, one without, one to another port. */
const table = `${title}
   0: 00000000:1F90 00000000:0000 0A 00000000:00000005 00:00000000 00000000     0        0 11 1
   1: 020014AC:1F90 030014AC:8E1C 01 00000000:000000AB 00:00000000 00000000     0        0 12 1
   2: 020014AC:1F90 030014AC:8E1D 08 00000000:000000AC 00:00000000 00000000     0        0 13 1
   3: 020014AC:1F90 030014AC:8E1E 01 00000000:00000000 00:00000000 00000000     0        0 14 1
   4: 020014AC:0BB8 030014AC:8E1F 01 00000000:000000AB 00:00000000 00000000     0        0 15 1
`;

test('what counts are connections to the port with bytes that nobody has read, closed ones of clients that left among them', (t) => {
	t.is(unreadIn(table, 8080), 2);
	t.is(unreadIn(table, 3000), 1);
	t.is(unreadIn(title, 8080), 0);
	t.is(unreadIn('', 8080), 0);
});

for (const make of [freeze, pause]) {
	test(`${make.name}: the table is read before it goes on, and counted`, async (t) => {
		const fake = fakeTopology({printed: () => table});
		const armed = await make().inject(fake.context);
		await armed.clear();
		t.deepEqual(
			fake.ordered.map(({part}) => part),
			['app1'],
		);
		const read = fake.calls.findIndex((call) => call.startsWith('app1 run ') && call.includes('cat /proc/net/tcp'));
		const goesOn = fake.calls.findIndex((call) => /SIGCONT|container unpause/.test(call));
		t.true(read >= 0 && read < goesOn);
		const {count, unit, evidence} = armed.witness(collectedOf(fake.recorded));
		t.is(count, 2);
		t.is(unit, 'connections with a request that the app had not read');
		t.regex(evidence.join(), /\/proc\/net\/tcp and tcp6 in the network namespace of app1: 2 connections/);
	});

	test(`${make.name}: an app that nobody wrote to met no traffic`, async (t) => {
		const fake = fakeTopology({printed: () => title});
		const armed = await make().inject(fake.context);
		await armed.clear();
		t.is(armed.witness(collectedOf(fake.recorded)).count, 0);
	});

	test(`${make.name}: a table that cannot be read does not keep it in place`, async (t) => {
		const fake = fakeTopology({
			printed() {
				throw new Error('no such file');
			},
		});
		const armed = await make().inject(fake.context);
		await armed.clear();
		t.true(fake.calls.some((call) => /SIGCONT|container unpause/.test(call)));
		t.is(armed.witness(collectedOf(fake.recorded)).count, 0);
	});
}

test('an app that has not stopped was not stopped: nothing is claimed', async (t) => {
	const fake = fakeTopology({
		upstream: {inspectApp: async () => ({pid: 7, state: 'S (sleeping)', descriptors: 1, descriptorLimit: 1, passiveOpens: 0})},
	});
	await t.throwsAsync(async () => await freeze().inject(fake.context), {code: 'NOT_SEEN', message: /the kernel says: S \(sleeping\)/});
});

test('an app that ended while it was frozen is told by name, as often as it is asked, and no signal goes to another process', async (t) => {
	let looks = 0;
	const fake = fakeTopology({
		upstream: {
			inspectApp: async () => ({
				pid: looks++ === 0 ? 7 : null,
				state: looks === 1 ? 'T (stopped)' : 'down',
				descriptors: 0,
				descriptorLimit: 0,
				passiveOpens: 0,
			}),
		},
	});
	const armed = await freeze().inject(fake.context);
	await t.throwsAsync(async () => await armed.clear(), {code: 'TARGET_DIED'});
	await t.throwsAsync(async () => await armed.clear(), {code: 'TARGET_DIED'});
	t.false(fake.calls.some((call) => call.includes('SIGCONT')));
});

test('a container that is paused no more is told by name, and its undo is taken off the list', async (t) => {
	const fake = fakeTopology();
	const armed = await pause().inject(fake.context);
	await fake.context.topology.upstreams[0]?.container.unpause();
	await t.throwsAsync(async () => await armed.clear(), {code: 'TARGET_DIED'});
	t.is(fake.calls.at(-1), 'undone unpause');
});
