// How rules put troubles and lines into words.
import {quantile} from '../../timeline/quantiles.ts';
import type {JournalEvent} from '../../timeline/timeline.ts';
import type {Trouble} from './trouble.ts';

/** `502 (588), cut (12)`: what clients got. */
export function clientsGot(troubles: readonly Trouble[]): string {
	const counts = new Map<string, number>();
	for (const {what, word} of troubles) {
		const told = what === 'retried' ? `${word} after another try` : what === 'slow' ? `${word} late` : word;
		counts.set(told, (counts.get(told) ?? 0) + 1);
	}

	return [...counts]
		.sort(([, a], [, b]) => b - a)
		.slice(0, 4)
		.map(([word, count]) => `${word} (${count})`)
		.join(', ');
}

/** So many requests are looked through for words that differ. */
const mostRead = 200;

/** The gateway's own words about the first of them, each once but for its numbers. */
export function gatewayWords(troubles: readonly Trouble[], limit = 3): readonly string[] {
	const seen = new Map<string, string>();
	for (const {lines} of troubles.slice(0, mostRead)) {
		for (const {raw} of lines) {
			const shape = raw.replaceAll(/\d+/g, '#');
			if (!seen.has(shape)) seen.set(shape, raw);
			if (seen.size === limit) return [...seen.values()];
		}
	}

	return [...seen.values()];
}

/** `request 812 (POST), sent at 3412 ms: 502 after 1 ms`. */
export function requestWords(troubles: readonly Trouble[], limit = 3): readonly string[] {
	return troubles
		.slice(0, limit)
		.map(
			({requestId, isPost, sentMs, endMs, word}) =>
				`request ${requestId} (${isPost ? 'POST' : 'GET'}), sent at ${sentMs.toFixed(0)} ms: ${word}${Number.isFinite(endMs) ? ` after ${(endMs - sentMs).toFixed(0)} ms` : ''}`,
		);
}

export function journalWords(entries: readonly (JournalEvent | null | undefined)[], limit = 3): readonly string[] {
	return entries
		.flatMap((entry) => entry ?? [])
		.slice(0, limit)
		.map(
			({part, requestId, step, status, atMs}) =>
				`journal of ${part}: request ${requestId} ${step}${status === undefined ? '' : ` (${status})`} at ${atMs.toFixed(1)} ms`,
		);
}

/** Half of them took no longer; null of none. */
export function medianMs(troubles: readonly Trouble[]): number | null {
	return quantile(troubles.map(({sentMs, endMs}) => endMs - sentMs).filter(Number.isFinite), 0.5);
}

/** Where most took as long as a configured time-out, that is said; empty where they did not. */
export function timedLike(troubles: readonly Trouble[], timeouts: Readonly<Record<string, number>>): string {
	const tookMs = medianMs(troubles);
	if (tookMs === null) return '';
	const match = Object.entries(timeouts).find(([, ms]) => Math.abs(tookMs - ms) <= Math.max(20, ms * 0.06));
	return match === undefined ? `; half of them took ${tookMs.toFixed(0)} ms` : `; they took as long as the ${match[0]} of ${match[1]} ms`;
}

export function names(parts: Iterable<string>): string {
	return [...new Set(parts)].sort().join(', ');
}
