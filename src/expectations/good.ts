// Good: an answer that is whole, is what the app sent, has a status that the request should get, within the client's deadline.
// The client's own outcome `status` stands for whole, unaltered and in time; the rest is read here.
import {answeredByApp, toldSuccess} from '../timeline/sample-rows.ts';
import type {SampleSet} from '../timeline/sample.ts';

/** By row: 1 where the request was good, else 0. */
export function markGood(samples: SampleSet): Uint8Array {
	const good = new Uint8Array(samples.count);
	for (let row = 0; row < samples.count; row++) {
		good[row] = toldSuccess(samples, row) && answeredByApp(samples, row) ? 1 : 0;
	}

	return good;
}
