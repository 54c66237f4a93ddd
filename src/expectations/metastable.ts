// Metastable: the cause is over, the apps listen, and clients are still not served, because their own retries are more than the apps can do.
// Waiting does not end it: fewer requests do.
import {isFirstTry, lastTryFinder} from '../timeline/last-try.ts';
import {rowsDueIn} from '../timeline/sample-rows.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {Facts} from './facts.ts';
import {countOf, milliseconds} from './words.ts';

/** A shorter time without recovery may be a queue that is being worked off. */
const shortestMs = 3000;
/** Tries for each client request; fewer are no storm. */
const leastTries = 1.5;
/** Of the requests, after their last try; where fewer fail, retries do their work. */
const leastFailedShare = 0.5;

export function findMetastable({events, samples}: Pick<Timeline, 'events' | 'samples'>, {clear, recovery, good}: Facts): string | null {
	if (clear === null || recovery === null || !('notWithinMs' in recovery) || recovery.notWithinMs < shortestMs) return null;
	const isDown = events.some(
		(event) =>
			event.atMs > clear.effectiveMs &&
			((event.kind === 'process' && event.what === 'port-closed') || (event.kind === 'container' && event.action === 'die')),
	);
	// The last seconds of what was watched: what came of it, and not what it came from.
	const toMs = clear.effectiveMs + recovery.notWithinMs;
	const {first, end} = rowsDueIn(samples, Math.max(clear.effectiveMs, toMs - shortestMs), toMs);
	const lastTryOf = lastTryFinder(samples);
	let [requests, failed] = [0, 0];
	for (let row = first; row < end; row++) {
		if (!isFirstTry(samples, row)) continue;
		requests++;
		failed += good[lastTryOf(row)] === 1 ? 0 : 1;
	}

	const tries = end - first;
	if (isDown || requests === 0 || tries < leastTries * requests || failed < leastFailedShare * requests) return null;
	const perRequest = (tries / requests).toFixed(1);
	return `metastable: the cause had been over for ${milliseconds(recovery.notWithinMs)} and the apps listened, and yet ${countOf(failed, requests)} requests failed in the last ${milliseconds(shortestMs)}: clients tried each ${perRequest} times`;
}
