// The contract of every fault in the table.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {faults} from '../../src/faults/faults.ts';
import type {Fault, LiveSample} from '../../src/faults/fault.ts';
import {node} from '../../src/servers/node.ts';
import {orderProblem} from '../../src/upstreams/behaviour.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';
import {fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import type {FakeTopology} from '../helpers/fake-topology.ts';

const {gateway} = buildTimeline().plan;
const database = {kind: 'postgres', maxConnections: 20} as const;
const memoryBytes = 128 * 1024 * 1024;
function withTls<Upstream extends object>(upstream: Upstream): Upstream & {readonly tls: {readonly needsName: boolean}} {
	return {...upstream, tls: {needsName: true}};
}

/** Suits a fault: the byte-level server can all that the Node app can, and its data lie where the fault acts. */
function fitting(key: string, kinds: readonly string[] = [serverOf(key), serverOf(key)]): Parameters<Fault['check']>[0] {
	const upstreams = upstreamPlans(kinds, memoryBytes, placeOf(key)).map(withTls);
	return {upstreams: key === 'slow-disk' ? upstreams.map((upstream) => ({...upstream, data: {on: 'disk'}})) : upstreams, gateway, database};
}

/** What can all that a fault asks of an app or of its server. */
function serverOf(key: string) {
	return {'server-reload': 'php-fpm', 'workers-busy': 'php-fpm', 'worker-oom': 'gunicorn', 'request-buffer': 'uwsgi'}[key] ?? 'bytes';
}

/** Where an app must listen for it. */
function placeOf(key: string) {
	return key.startsWith('socket-') ? 'unix' : 'tcp';
}

/** Clients are answered at once, by app1, well and otherwise: each config shows in some answer. */
function answered(fake: FakeTopology): readonly LiveSample[] {
	const nowMs = fake.nowMs();
	const good = {id: 1, status: 200, good: true, upstream: 1, dueAtMs: nowMs - 2, endedAtMs: nowMs - 1};
	return [good, {...good, id: 2, status: 421, good: false}];
}

/** A listening socket on the port of the fake plan's apps. */
const loopbackTable = '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0\n';

function armable(): FakeTopology {
	return fakeTopology({
		upstreams: ['app1', 'app2'],
		inUse: ['app1'],
		recentSamples: answered,
		oomKills: [0, 1],
		printed: (argv) => (argv.includes('/proc/net/tcp') ? loopbackTable : '{}'),
	});
}

/** Injects it, clears it, and gives what was asked of the parts. */
async function used(fault: Fault): Promise<FakeTopology> {
	const fake = armable();
	await using armed = await fault.inject(fake.context);
	await armed.clear();
	return fake;
}

const documented = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');

for (const [key, {summary, make}] of Object.entries(faults)) {
	test(`${key}: its kind is its key, and its words are phrases`, (t) => {
		const fault = make();
		t.is(fault.kind, key);
		for (const phrase of [summary, fault.describe]) {
			t.regex(phrase, /^\S.*[^.\s]$/);
			t.notRegex(phrase, /undefined|null|NaN|\[object/);
		}
	});

	test(`${key}: it stands in docs/faults.md`, (t) => {
		t.regex(documented, new RegExp(`^\\| \`${key}[(\`]`, 'm'));
	});

	test(`${key}: its options survive JSON`, (t) => {
		const {options} = make();
		t.deepEqual(JSON.parse(JSON.stringify(options)), options);
	});

	test(`${key}: it says how fast it works and how fast it is gone`, (t) => {
		const {withinMs, goneWithinMs} = make().effect;
		t.true(withinMs > 0 && Number.isFinite(withinMs));
		t.true(goneWithinMs > 0 && Number.isFinite(goneWithinMs));
	});

	test(`${key}: it has nothing against a topology that suits it`, (t) => {
		t.deepEqual(make().check(fitting(key)), []);
	});

	test(`${key}: it says before the start when its upstream is not there`, (t) => {
		const elsewhere = upstreamPlans(['bytes', 'bytes'], memoryBytes).map((upstream) => ({...upstream, name: `other${upstream.name}`}));
		const problems = make().check({upstreams: elsewhere, gateway, database});
		if (
			[
				'gateway-kill',
				'gateway-oom',
				'gateway-worker-kill',
				'gateway-worker-stop',
				'crowd',
				'ports-exhausted',
				'dns-dead',
				'dns-answers',
				'database-lock',
				'database-slots',
			].includes(key)
		) {
			t.deepEqual(problems, []);
		} else {
			t.is(problems.length, 1);
			t.regex(problems[0]?.message ?? '', /`app1`.*otherapp1, otherapp2/);
		}
	});

	test(`${key}: it asks for another server exactly where the Node app would refuse its order, or is not one`, async (t) => {
		const fault = make();
		const {orders} = await used(fault);
		const refused = orders.some((order) => order !== null && orderProblem(order, {kind: 'node', abilities: node.abilities}) !== null);
		const problems = fault.check(fitting(key, ['node', 'node']));
		t.is(problems.length > 0, refused || serverOf(key) !== 'bytes');
		t.true(problems.every(({message}) => /`node\(\)` cannot: write `(?:bytes|phpFpm|gunicorn|uwsgi)\(\)`.* in its place$/.test(message)));
	});

	test(`${key}: it has something against an app that listens where it does not act`, (t) => {
		const fault = make();
		const acts =
			key.startsWith('socket-') || fault.needs?.network.some(({part}) => part === 'app1') || (fault.needs?.links.length ?? 0) > 0;
		const other = upstreamPlans([serverOf(key), serverOf(key)], memoryBytes, placeOf(key) === 'unix' ? 'tcp' : 'unix').map(withTls);
		t.is(fault.check({upstreams: other, gateway, database}).length > 0, acts);
	});

	test(`${key}: once armed it gives its effect with evidence, and clears once, however often it is asked`, async (t) => {
		const fake = armable();
		const armed = await make().inject(fake.context);
		t.true(armed.effective.atMs > 1000);
		t.regex(armed.evidence, /^\S.*[^.\s]$/);
		const first = await armed.clear();
		const calls = fake.calls.length;
		t.true(first.atMs >= armed.effective.atMs);
		t.regex(first.evidence, /^\S.*[^.\s]$/);
		t.deepEqual(await armed.clear(), first);
		await armed[Symbol.asyncDispose]();
		t.is(fake.calls.length, calls);
	});

	test(`${key}: disposing it is clearing it`, async (t) => {
		const byHand = await used(make());
		const byDisposal = armable();
		{
			await using armed = await make().inject(byDisposal.context);
			t.true(armed.effective.atMs > 1000);
		}

		// Bisections go on in between; what counts is the last order.
		t.is(byDisposal.calls.at(-1), byHand.calls.at(-1));
	});

	test(`${key}: without any trace of it, its witness is zero and has a unit`, async (t) => {
		await using armed = await make().inject(armable().context);
		const {count, unit} = armed.witness({events: [], samples: buildTimeline().samples});
		t.is(count, 0);
		t.regex(unit, /^\S.*[^.\s]$/);
	});

	test(`${key}: where it needs to be taken back in a container, the undo is recorded before it acts`, async (t) => {
		const {calls} = await used(make());
		const undo = calls.findIndex((call) => call.startsWith('undo '));
		// Packets are changed in a namespace, which may be that of a container that is not ours.
		const kill = calls.findIndex((call) => /container (?:kill|pause|update)|kill container|run (?:nft|tc qdisc replace)/.test(call));
		t.is(undo >= 0, kill >= 0);
		t.true(undo <= kill);
		t.is(calls.filter((call) => call.startsWith('undone ')).length, kill >= 0 ? 1 : 0);
	});
}
