import test from 'ava';
import {Leak} from '../../src/upstreams/leak.ts';

test('a leak takes memory outside the heap at its rate, and stops when told', async (t) => {
	const leak = new Leak();
	const startedMs = performance.now();
	const before = process.memoryUsage().arrayBuffers;
	leak.setRate(50_000_000);
	const wanted = before + 10_000_000;
	while (process.memoryUsage().arrayBuffers < wanted && performance.now() - startedMs < 20_000) {
		await new Promise((resolve) => {
			setTimeout(resolve, 10);
		});
	}

	const leaked = process.memoryUsage().arrayBuffers - before;
	const elapsedMs = performance.now() - startedMs;
	leak.setRate(0);
	t.true(leaked >= 10_000_000);
	t.true(leaked <= (elapsedMs / 1000) * 50_000_000 + 3_000_000, `${leaked} bytes in ${elapsedMs} ms`);
	leak.setRate(0);
	const after = process.memoryUsage().arrayBuffers;
	await new Promise((resolve) => {
		setTimeout(resolve, 50);
	});
	t.true(process.memoryUsage().arrayBuffers <= after);
});
