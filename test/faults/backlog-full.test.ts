import test from 'ava';
import {backlogFull} from '../../src/faults/backlog-full.ts';
import {collectedOf, fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

/** What the kernel's file says, look by look. */
function netstat(...overflows: readonly number[]): () => string {
	const left = [...overflows];
	return () => `TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 0 ${left.shift()} 999\n`;
}

test('the app is stopped and goes on, and the kernel counts what found its queue full', async (t) => {
	const fake = fakeTopology({printed: netstat(3, 610)});
	const armed = await backlogFull().inject(fake.context);
	await armed.clear();
	t.deepEqual(
		fake.calls.filter((call) => call.includes('kill')),
		['app1 kill SIGSTOP null', 'app1 kill SIGCONT null'],
	);
	const {count, unit, evidence} = armed.witness(collectedOf(fake.recorded));
	t.is(count, 607);
	t.is(unit, 'connection attempts that found the accept queue full');
	t.deepEqual(evidence, ['ListenOverflows in /proc/net/netstat in the network namespace of app1: 3 before, 610 after']);
});

test('a queue that never filled up, and a kernel that does not say, prove nothing', async (t) => {
	for (const printed of [netstat(3, 3), () => 'TcpExt: ListenDrops\nTcpExt: 5\n', () => '']) {
		const fake = fakeTopology({printed});
		const armed = await backlogFull().inject(fake.context);
		await armed.clear();
		t.is(armed.witness(collectedOf(fake.recorded)).count, 0);
	}
});

test('a backlog that the load would not fill is told before the start', (t) => {
	const {gateway} = buildTimeline().plan;
	const upstreams = upstreamPlans(['node']).map((upstream) => ({...upstream, backlog: 511}));
	t.deepEqual(
		backlogFull()
			.check({upstreams, gateway})
			.map(({message}) => message),
		['backlog-full needs a backlog of at most 128 on app1: write backlog in its options, such as 8'],
	);
});
