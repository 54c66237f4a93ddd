// CLOCK_MONOTONIC in ms, the same in every container of one engine host. `performance.now()` reads that clock from another origin and costs
// a fraction of `process.hrtime`; the distance between the two is constant, so it is measured once per thread.

/** Now on CLOCK_MONOTONIC, in ms with fractions. */
export function monoNowMs(): number {
	return performance.now() + originMs;
}

const originMs = measureOrigin();

function measureOrigin(): number {
	let best = {widthMs: Number.POSITIVE_INFINITY, originMs: 0};
	for (let round = 0; round < 20; round++) {
		const before = performance.now();
		const monoMs = Number(process.hrtime.bigint()) / 1e6;
		const after = performance.now();
		if (after - before < best.widthMs) best = {widthMs: after - before, originMs: monoMs - (before + after) / 2};
	}
	return best.originMs;
}
