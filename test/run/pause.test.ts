import test from 'ava';
import {pause} from '../../src/run/pause.ts';

test("an interrupted pause throws the signal's own reason, also where the signal came first", async (t) => {
	const interrupt = new AbortController();
	const waiting = pause(60_000, interrupt.signal);
	const reason = new Error('stopped by SIGINT');
	interrupt.abort(reason);
	t.is(await t.throwsAsync(waiting), reason);
	t.is(await t.throwsAsync(pause(60_000, interrupt.signal)), reason);
});

test('a pause of no time, or of less, ends', async (t) => {
	const {signal} = new AbortController();
	await t.notThrowsAsync(pause(0, signal));
	await t.notThrowsAsync(pause(-5, signal));
});
