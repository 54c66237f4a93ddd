// Orders of the harness that concern the app's process: graceful stops, flaws, limits, what the kernel says of it.
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {RawClient} from './raw-client.ts';
import {Supervised} from './supervised.ts';

for (const {onTerm, exitCode} of [
	{onTerm: 'drain', exitCode: 0},
	{onTerm: 'die', exitCode: 143},
	{onTerm: 'ignore', exitCode: 137},
] as const) {
	test.serial(`an app that is asked to end, and whose habit is to ${onTerm}, ends with ${exitCode}`, async (t) => {
		await using supervised = await Supervised.start({kind: 'node', serviceMs: 200, environment: {GATEQUAKE_APP_ON_TERM: onTerm}});
		using client = new RawClient(supervised.port);
		client.get(1);
		await supervised.journaled('the request', (lines) => lines.some(({s}) => s === 'received'));
		const since = supervised.messages.length;
		t.true((await supervised.command({command: 'stop', graceMs: 1000, restartAfterMs: null})).ok);
		const exited = await supervised.event('exited', since);
		t.is(exited.exitCode, exitCode);
		const answered = supervised.journal().some(({s}) => s === 'answered');
		// Who ignores the signal goes on working until the other one comes.
		t.is(answered, onTerm !== 'die');
		if (answered) {
			t.is((await client.answer()).status, 200);
		}
	});
}

test.serial('it is started again once it has ended, however long that took', async (t) => {
	await using supervised = await Supervised.start({kind: 'node', serviceMs: 300});
	using client = new RawClient(supervised.port);
	client.get(1);
	await supervised.journaled('the request', (lines) => lines.some(({s}) => s === 'received'));
	const since = supervised.messages.length;
	await supervised.command({command: 'stop', graceMs: 5000, restartAfterMs: 0});
	const exited = await supervised.event('exited', since);
	const spawned = await supervised.event('spawned', since);
	t.true(spawned.fromMonoMs >= exited.fromMonoMs);
	await supervised.event('port-open', since);
});

for (const {flaw, message} of [
	{flaw: {is: 'missing-variable'}, message: 'missing-variable'},
	{flaw: {is: 'missing-package'}, message: 'missing-package'},
	{flaw: {is: 'failed-migration', afterMs: 20}, message: 'failed-migration'},
	{flaw: {is: 'crash', afterMs: 20, by: 'exception'}, message: 'crash'},
] as const) {
	test.serial(`a version with the flaw ${flaw.is} ends with 1 at each start, and a good one serves`, async (t) => {
		await using supervised = await Supervised.start({kind: 'node', restart: 'on-failure', restartDelayMs: 10});
		t.true((await supervised.command({command: 'flaw', flaw})).ok);
		using client = new RawClient(supervised.port);
		client.get(1);
		t.is((await client.answer()).status, 200, 'the version that runs is not concerned');
		const since = supervised.messages.length;
		await supervised.command({command: 'stop', graceMs: 5000, restartAfterMs: 0});
		const old = await supervised.event('exited', since);
		t.is(old.exitCode, 0);
		const first = await supervised.event('exited', supervised.messages.indexOf(old) + 1);
		const second = await supervised.event('exited', supervised.messages.indexOf(first) + 1);
		t.deepEqual([first.exitCode, second.exitCode], [1, 1]);
		t.true(supervised.journal().some(({s, d}) => s === 'faulted' && d === message));
		t.true((await supervised.command({command: 'flaw', flaw: null})).ok);
		t.true((await supervised.command({command: 'start'})).ok);
		using again = new RawClient(supervised.port);
		again.get(2);
		t.is((await again.answer()).status, 200);
	});
}

test.serial('an app that sends itself SIGSEGV ends by signal 11, and a policy for abnormal ends starts it again', async (t) => {
	await using supervised = await Supervised.start({kind: 'node', restart: 'on-abnormal', restartDelayMs: 10});
	await supervised.command({command: 'flaw', flaw: {is: 'crash', afterMs: 20, by: 'SIGSEGV'}});
	const since = supervised.messages.length;
	await supervised.command({command: 'kill', signal: 'SIGABRT', restartAfterMs: 'policy'});
	const aborted = await supervised.event('exited', since);
	t.is(aborted.exitCode, 134);
	const faulted = await supervised.event('exited', supervised.messages.indexOf(aborted) + 1);
	t.is(faulted.exitCode, 139);
	t.is(faulted.signal, 'SIGSEGV');
});

test.serial('at the limit of starts it says that it gives up, and stays down until it is started by hand', async (t) => {
	await using supervised = await Supervised.start({
		kind: 'node',
		restart: 'always',
		restartDelayMs: 10,
		environment: {GATEQUAKE_APP_START_LIMIT_BURST: '3', GATEQUAKE_APP_START_LIMIT_INTERVAL_MS: '60000'},
	});
	await supervised.command({command: 'flaw', flaw: {is: 'missing-variable'}});
	const since = supervised.messages.length;
	await supervised.command({command: 'kill', signal: 'SIGKILL', restartAfterMs: 'policy'});
	const gaveUp = await supervised.event('gave-up', since);
	const spawned = supervised.messages.slice(since).filter((message) => message.type === 'event' && message.what === 'spawned');
	t.is(spawned.length, 2, 'three with the first one');
	await supervised.command({command: 'flaw', flaw: null});
	t.true((await supervised.command({command: 'start'})).ok);
	t.true(supervised.messages.indexOf(gaveUp) > since);
	await supervised.event('port-open', supervised.messages.indexOf(gaveUp));
});

test.serial('the kernel says whether it runs, and a limit of descriptors closes what is new until it is taken back', async (t) => {
	await using supervised = await Supervised.start({kind: 'node'});
	const before = await supervised.command({command: 'inspect'});
	t.true(before.ok && typeof before.data?.['pid'] === 'number' && before.data['descriptors'] !== 0);
	const limited = await supervised.command({command: 'limit-files', connections: 0});
	t.true(limited.ok && before.ok && Number(limited.data?.['descriptorLimit']) < Number(before.data?.['descriptorLimit']));
	// More than there are gaps between its descriptors.
	const clients = Array.from({length: 40}, () => new RawClient(supervised.port));
	const unheard = await Promise.race(clients.map(async (client) => await client.ended()));
	t.is(unheard.text, '');
	for (const client of clients) {
		client.close();
	}

	const back = await supervised.command({command: 'limit-files', connections: null});
	t.true(back.ok && before.ok && back.data?.['descriptorLimit'] === before.data?.['descriptorLimit']);
	using client = new RawClient(supervised.port);
	client.get(2);
	t.is((await client.answer()).status, 200);
	await supervised.command({command: 'kill', signal: 'SIGSTOP', restartAfterMs: null});
	// A process that has work to do stops when it gets the processor.
	const stateOf = async (): Promise<string> => {
		const said = await supervised.command({command: 'inspect'});
		return said.ok ? String(said.data?.['state']) : said.error;
	};
	let state = await stateOf();
	for (const untilMs = performance.now() + 5000; state.startsWith('R') && performance.now() < untilMs;) state = await stateOf();
	t.regex(state, /^T/);
	await supervised.command({command: 'kill', signal: 'SIGKILL', restartAfterMs: null});
	await supervised.event('exited');
	const down = await supervised.command({command: 'inspect'});
	t.true(down.ok && down.data?.['pid'] === null);
	const refused = await supervised.command({command: 'limit-files', connections: 0});
	t.regex(refused.ok ? '' : refused.error, /expected a running app, but it is down/);
});

test.serial('a disk is filled only where the app has a small one of its own', async (t) => {
	await using without = await Supervised.start({kind: 'node'});
	const none = await without.command({command: 'fill-data', filled: true});
	t.regex(none.ok ? '' : none.error, /expected an app with a file system for its data/);
	const folder = mkdtempSync(join(tmpdir(), 'gatequake-data-'));
	await using shared = await Supervised.start({kind: 'node', environment: {GATEQUAKE_APP_DATA_FOLDER: folder}});
	const large = await shared.command({command: 'fill-data', filled: true});
	t.regex(large.ok ? '' : large.error, /expected a file system of at most \d+ bytes for the app's data, it has \d+/);
});
