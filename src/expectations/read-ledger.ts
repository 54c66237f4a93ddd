// What became of the keyed POSTs of the whole run: what clients were told, against what the apps' journals say was committed.
import {isPost, requestIdOf, toldSuccess, wasSent} from '../timeline/sample-rows.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {Ledger} from './facts.ts';

export function readLedger({samples, events}: Pick<Timeline, 'samples' | 'events'>): Ledger {
	const commitsByKey = new Map<string, number>();
	const keyOfRequest = new Map<number, string>();
	for (const event of events) {
		if (event.kind !== 'journal' || event.step !== 'committed') continue;
		const key = event.key ?? `request ${event.requestId}`;
		commitsByKey.set(key, (commitsByKey.get(key) ?? 0) + 1);
		keyOfRequest.set(event.requestId, key);
	}

	const ids = {lost: new Array<number>(), duplicated: new Array<number>(), committedButFailed: new Array<number>()};
	let sent = 0;
	for (let row = 0; row < samples.count; row++) {
		if (!isPost(samples, row)) continue;
		if (wasSent(samples, row)) sent++;
		const id = requestIdOf(samples, row);
		const key = keyOfRequest.get(id);
		const commits = key === undefined ? 0 : (commitsByKey.get(key) ?? 0);
		const success = toldSuccess(samples, row);
		if (success && commits === 0) ids.lost.push(id);
		if (!success && commits > 0) ids.committedButFailed.push(id);
		if (commits > 1) ids.duplicated.push(id);
	}

	return {
		sent,
		committed: commitsByKey.size,
		lost: ids.lost.length,
		duplicated: ids.duplicated.length,
		committedButFailed: ids.committedButFailed.length,
		ids,
	};
}
