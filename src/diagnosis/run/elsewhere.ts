// Whether a slow request spent its time in the app, and how many others were due meanwhile.
import type {SampleSet} from '../../timeline/sample.ts';
import {serviceMsOf} from './trouble.ts';
import type {Trouble} from './trouble.ts';

/** The app had it for a small part of the time. */
export const elsewhere = (trouble: Trouble) => {
	const serviceMs = serviceMsOf(trouble);
	return serviceMs !== null && serviceMs < (trouble.endMs - trouble.sentMs) / 3;
};

/** How many of the requests that were due meanwhile were slow. The first and the last few may be stragglers, and do not count. */
export function shareMeanwhile(samples: SampleSet, slow: readonly Trouble[]): number {
	const most = slow.slice(Math.floor(slow.length * 0.05), Math.ceil(slow.length * 0.95));
	return most.length / Math.max(1, countMeanwhile(samples, most));
}

/** Requests due from the first of these to the last. */
export function countMeanwhile(samples: SampleSet, slow: readonly Trouble[]): number {
	const first = slow[0]?.row ?? 0;
	const last = slow.at(-1)?.row ?? -1;
	return Math.min(samples.count, last + 1) - first;
}
