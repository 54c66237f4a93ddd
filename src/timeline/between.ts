// Something happened between two instants, of which each is uncertain itself.
import type {Instant} from './timeline.ts';

/** The middle of the two, with an uncertainty that reaches from the earliest moment of the first to the latest of the last. */
export function between(first: Instant, last: Instant): Instant {
	const fromMs = first.atMs - first.uncertaintyMs;
	const toMs = Math.max(first.atMs + first.uncertaintyMs, last.atMs + last.uncertaintyMs);
	return {atMs: (fromMs + toMs) / 2, uncertaintyMs: (toMs - fromMs) / 2};
}
