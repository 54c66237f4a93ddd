import test from 'ava';
import {armed} from '../../src/faults/armed.ts';

function counted() {
	const cleared: number[] = [];
	const fault = armed({
		effective: {atMs: 1, uncertaintyMs: 0},
		evidence: 'it works',
		async clear() {
			cleared.push(cleared.length);
			return {atMs: 10 + cleared.length, uncertaintyMs: 0, evidence: 'it is gone'};
		},
		witness: ({events}) => ({count: events.length, unit: 'events', evidence: []}),
	});
	return {cleared, fault};
}

test('two clears, also at once, act once and give the same instant', async (t) => {
	const {cleared, fault} = counted();
	const [first, second] = await Promise.all([fault.clear(), fault.clear()]);
	t.is(first.atMs, 11);
	t.is(second.atMs, 11);
	t.is((await fault.clear()).atMs, 11);
	t.is(cleared.length, 1);
});

test('its disposer clears it where nobody has, and does nothing after', async (t) => {
	const {cleared, fault} = counted();
	{
		await using disposed = fault;
		t.is(disposed.evidence, 'it works');
	}

	t.is(cleared.length, 1);
	await fault.clear();
	t.is(cleared.length, 1);
});

test('a clear that failed fails again, and is not tried behind the back', async (t) => {
	let tries = 0;
	const fault = armed({
		effective: {atMs: 1, uncertaintyMs: 0},
		evidence: 'it works',
		async clear() {
			tries += 1;
			throw new Error('no way back');
		},
		witness: () => ({count: 0, unit: 'events', evidence: []}),
	});
	await t.throwsAsync(fault.clear(), {message: 'no way back'});
	await t.throwsAsync(fault.clear(), {message: 'no way back'});
	t.is(tries, 1);
});
