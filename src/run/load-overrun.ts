// The load has an end of its own. What a run does beyond it meets no traffic, and its windows would hold nothing.

/** Why the windows cannot be trusted, or null. */
export function loadOverrun({
	startedMs,
	stoppedMs,
	maxDurationMs,
}: {
	readonly startedMs: number;
	readonly stoppedMs: number;
	readonly maxDurationMs: number;
}): string | null {
	const tookMs = stoppedMs - startedMs;
	return tookMs <= maxDurationMs
		? null
		: `the run took ${Math.round(tookMs)} ms under load, and the load had ended by itself after ${maxDurationMs} ms: the fault took too long to inject or to clear`;
}
