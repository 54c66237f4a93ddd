import test from 'ava';
import {isAlive} from '../../src/runtime/sweep.ts';

const nowSeconds = 1_000_000;

test('a run whose anchor runs, or is paused, is alive', (t) => {
	t.true(isAlive({state: 'running', createdSeconds: 0}, nowSeconds));
	t.true(isAlive({state: 'paused', createdSeconds: 0}, nowSeconds));
});

test('a run whose anchor ended is dead', (t) => {
	for (const state of ['exited', 'dead', 'removing']) t.false(isAlive({state, createdSeconds: nowSeconds}, nowSeconds));
});

test('an anchor that was created a moment ago is about to start; one created long ago never did', (t) => {
	t.true(isAlive({state: 'created', createdSeconds: nowSeconds - 5}, nowSeconds));
	t.false(isAlive({state: 'created', createdSeconds: nowSeconds - 600}, nowSeconds));
});
