// Durations as people read them: three figures that matter, and never a bare number without its unit.

/** `0.4 ms`, `12 ms`, `3.012 s`, `2 min 05 s`. */
export function formatDuration(ms: number): string {
	if (ms < 0) {
		return `-${formatDuration(-ms)}`;
	}

	if (ms < 999.5) {
		return `${ms < 9.95 ? trimZero(ms.toFixed(1)) : ms.toFixed(0)} ms`;
	}

	if (ms < 9999.5) {
		return `${(ms / 1000).toFixed(3)} s`;
	}

	if (ms < 59_950) {
		return `${(ms / 1000).toFixed(1)} s`;
	}

	const seconds = Math.round(ms / 1000);
	return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** To the millisecond however late: `12.345 s`. Two instants are there to be held against each other. */
export function formatInstant(ms: number): string {
	return `${(ms / 1000).toFixed(3)} s`;
}

/** `12.345 s ± 4 ms`: as many figures as the uncertainty allows. */
export function formatWithUncertainty(ms: number, uncertaintyMs: number): string {
	const value = ms >= 9999.5 && uncertaintyMs < 50 ? formatInstant(ms) : formatDuration(ms);
	return `${value} ± ${formatDuration(uncertaintyMs)}`;
}

function trimZero(figure: string): string {
	return figure.endsWith('.0') ? figure.slice(0, -2) : figure;
}
