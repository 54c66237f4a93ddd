// Good: an answer that is whole, is what the app sent, has a status that the request should get, within the client's deadline.
// The client's own outcome `status` stands for whole, unaltered and in time; the rest is read here. Apps that are not ours put no mark on
// what they send.
import {answeredByApp, toldSuccess} from '../timeline/sample-rows.ts';
import type {Timeline} from '../timeline/timeline.ts';

/** By row: 1 where the request was good, else 0. */
export function markGood({samples, plan}: Pick<Timeline, 'samples' | 'plan'>): Uint8Array {
	const isMarked = plan.stack === undefined;
	const good = new Uint8Array(samples.count);
	for (let row = 0; row < samples.count; row++) {
		good[row] = toldSuccess(samples, row) && (!isMarked || answeredByApp(samples, row)) ? 1 : 0;
	}

	return good;
}
