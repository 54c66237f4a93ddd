import test from 'ava';
import {serverReload} from '../../src/faults/server-reload.ts';
import {workersBusy} from '../../src/faults/workers-busy.ts';
import type {JournalEvent, ServerLogEvent, ServerMeaning} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology, received, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

function said(meaning: ServerMeaning, atMs: number, part = 'app1'): ServerLogEvent {
	return {kind: 'server-log', part, atMs, uncertaintyMs: 500, level: 'warning', raw: `a line at ${atMs}`, meaning};
}

test('a reload is repeated until it is cleared, and then no more', async (t) => {
	const fake = fakeTopology();
	const armed = await serverReload({everyMs: 100}).inject(fake.context);
	while (fake.calls.filter((call) => call === 'app1 reload').length < 3) {
		await fake.context.pause(10);
	}

	await armed.clear();
	const reloads = fake.calls.length;
	await fake.context.pause(1000);
	t.is(fake.calls.length, reloads);
});

test('a hot restart is another order than a reload, and needs a server that knows it', async (t) => {
	const fake = fakeTopology();
	const fault = serverReload({how: 'hot-restart'});
	await using _ = await fault.inject(fake.context);
	t.deepEqual(fake.calls, ['app1 hot-restart']);
	const {gateway} = buildTimeline().plan;
	const [problem] = fault.check({upstreams: upstreamPlans(['php-fpm']), gateway});
	t.regex(problem?.message ?? '', /`hot-restart`, which `phpFpm\(\)` cannot: write `puma\(\)` in its place/);
	t.deepEqual(fault.check({upstreams: upstreamPlans(['puma']), gateway}), []);
});

test("reloads are counted in the server's own log, from the effect on, and only where the server was in use", async (t) => {
	await using armed = await serverReload().inject(fakeTopology().context);
	const {atMs} = armed.effective;
	const before = received('app1', atMs - 10);
	const lines = [
		said('reloaded', atMs - 2000),
		said('reloaded', atMs + 100),
		said('worker-exited', atMs + 100),
		said('reloaded', atMs + 1, 'app2'),
	];
	t.is(armed.witness(collectedOf([before, ...lines])).count, 1);
	t.is(armed.witness(collectedOf(lines)).count, 0);
});

test('held workers count where the server says that none was free, and not where it does not', async (t) => {
	const fake = fakeTopology();
	await using armed = await workersBusy({holdMs: 500}).inject(fake.context);
	t.deepEqual(fake.orders, [{behaviour: {do: 'slow-first-byte', delayMs: 500}, share: 1, methods: null}]);
	const held: JournalEvent = {
		kind: 'journal',
		part: 'app1',
		atMs: 2000,
		uncertaintyMs: 0.1,
		requestId: 1,
		step: 'faulted',
		detail: 'slow-first-byte',
	};
	t.is(armed.witness(collectedOf([held, said('workers-busy', 2100)])).count, 1);
	t.is(armed.witness(collectedOf([held])).count, 0);
	t.is(armed.witness(collectedOf([held, said('workers-busy', 2100, 'app2')])).count, 0);
});
