import test from 'ava';
import {bounded} from '../../src/run/bounded.ts';

const waitsFor = 'for the fault to take effect';
const never = Promise.withResolvers<never>().promise;

test('it gives what the work gives, or throws what it throws', async (t) => {
	t.is(await bounded(Promise.resolve(7), {waitsFor, withinMs: 1000}), 7);
	await t.throwsAsync(bounded(Promise.reject(new Error('no such app')), {waitsFor, withinMs: 1000}), {message: 'no such app'});
});

test('work that never ends ends the wait with a sentence', async (t) => {
	await t.throwsAsync(bounded(never, {waitsFor, withinMs: 1}), {
		code: 'FAULT_TIMEOUT',
		message: 'waited 1 ms for the fault to take effect, and it did not come',
	});
});

test('an interrupt ends the wait, though the work does not heed it', async (t) => {
	const interrupt = new AbortController();
	const waiting = bounded(never, {waitsFor, withinMs: 60_000, signal: interrupt.signal});
	interrupt.abort(new Error('interrupted'));
	await t.throwsAsync(waiting, {message: 'interrupted'});
	await t.throwsAsync(bounded(never, {waitsFor, withinMs: 60_000, signal: interrupt.signal}), {message: 'interrupted'});
});
