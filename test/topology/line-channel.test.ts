import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {openLineChannel} from '../../src/topology/line-channel.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const portOpen = {type: 'event', what: 'port-open', fromMonoMs: 1, toMonoMs: 2};

test('each reply goes to the command with its number, in whatever order they come', async (t) => {
	const control = fakeControl();
	const channel = openLineChannel('app1', control);
	const first = channel.call({command: 'clock'});
	const second = channel.call({command: 'counters'});
	const [one, two] = control.sent;
	t.is(one?.['command'], 'clock');
	t.not(one?.['seq'], two?.['seq']);
	control.says({type: 'reply', seq: two?.['seq'], ok: true, monoMs: 22});
	control.says({type: 'reply', seq: one?.['seq'], ok: true, monoMs: 11});
	t.is((await first).monoMs, 11);
	t.is((await second).monoMs, 22);
});

test('a refused command says which part refused, and in what words', async (t) => {
	const control = fakeControl();
	const asked = openLineChannel('app1', control).call({command: 'behave'});
	control.says({type: 'reply', seq: control.sent[0]?.['seq'], ok: false, monoMs: 1, error: 'node cannot reset'});
	const error = await t.throwsAsync(asked, {instanceOf: GatequakeError, message: 'app1 refused a command: node cannot reset'});
	t.is(error.code, 'COMMAND_FAILED');
});

test('lines torn between chunks, inside a character too, are put together', async (t) => {
	const control = fakeControl();
	const channel = openLineChannel('app1', control);
	const asked = channel.call({command: 'behave'});
	const line = Buffer.from(`${JSON.stringify({type: 'reply', seq: 1, ok: false, monoMs: 1, error: 'größer als 1 €'})}\n`);
	for (const byte of line) {
		control.prints(Uint8Array.of(byte));
	}

	await t.throwsAsync(asked, {message: 'app1 refused a command: größer als 1 €'});
});

test('several lines in one chunk are several messages', async (t) => {
	const control = fakeControl();
	const channel = openLineChannel('app1', control);
	const seen: string[] = [];
	channel.onEvent(({what}) => seen.push(what));
	control.prints(
		`${JSON.stringify({type: 'hello', monoMs: 1, wallMs: 2, pid: 3, app: 'node'})}\n${JSON.stringify(portOpen)}\n${JSON.stringify({...portOpen, what: 'port-closed'})}\n`,
	);
	t.is((await channel.hello).pid, 3);
	t.deepEqual(seen, ['port-open', 'port-closed']);
});

test('events that came before the first listener are told to every listener', (t) => {
	const control = fakeControl();
	control.says(portOpen);
	const channel = openLineChannel('app1', control);
	control.says({...portOpen, what: 'signalled'});
	const early: string[] = [];
	const late: string[] = [];
	channel.onEvent(({what}) => early.push(what));
	control.says({...portOpen, what: 'exited'});
	channel.onEvent(({what}) => late.push(what));
	t.deepEqual(early, ['port-open', 'signalled', 'exited']);
	t.deepEqual(late, early);
});

test('what is no message of the protocol is passed over', async (t) => {
	const control = fakeControl(() => ({monoMs: 7}));
	const channel = openLineChannel('app1', control);
	control.prints('Error: out of paper\n    at printer.js:1\n\n[1]\nnull\n{"type":"gossip"}\n');
	t.is((await channel.call({command: 'clock'})).monoMs, 7);
});

test('the end of the part rejects what is pending, and every later command', async (t) => {
	const control = fakeControl();
	const channel = openLineChannel('app1', control);
	const pending = channel.call({command: 'clock'});
	control.ends();
	const ended = {instanceOf: GatequakeError, message: 'app1 ended while the harness was talking to it'};
	t.is((await t.throwsAsync(pending, ended)).code, 'PART_ENDED');
	await t.throwsAsync(channel.call({command: 'clock'}), ended);
	await t.throwsAsync(channel.hello, ended);
	t.is(control.sent.length, 1);
});

test('no reply in time names the part, the command and the time; a reply that comes later harms nobody', async (t) => {
	const control = fakeControl();
	const channel = openLineChannel('app1', control);
	const error = await t.throwsAsync(channel.call({command: 'start'}, 5), {
		instanceOf: GatequakeError,
		message: 'app1 did not answer the command `start` within 5 ms',
	});
	t.is(error.code, 'NO_REPLY');
	control.says({type: 'reply', seq: control.sent[0]?.['seq'], ok: true, monoMs: 1});
	control.says({type: 'reply', seq: 99, ok: false, monoMs: 1, error: 'nobody asked'});
});

test('a command that could not be sent is not pending: the later end of the part rejects nothing unseen', async (t) => {
	const control = fakeControl();
	const channel = openLineChannel('app1', control);
	control.breaks();
	await t.throwsAsync(channel.call({command: 'clock'}), {message: 'write after end'});
	// A rejection that nobody awaits would fail this test file.
	control.ends();
});
