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

	const posts = new Map<number, Post>();
	for (let row = 0; row < samples.count; row++) {
		if (!isPost(samples, row)) continue;
		const firstId = samples.firstId[row] ?? -1;
		const post = posts.get(firstId) ?? {sent: false, told: false, keys: []};
		posts.set(firstId, post);
		post.sent ||= wasSent(samples, row);
		post.told ||= toldSuccess(samples, row);
		const key = keyOfRequest.get(requestIdOf(samples, row));
		if (key !== undefined && !post.keys.includes(key)) post.keys.push(key);
	}

	const ids = {lost: new Array<number>(), duplicated: new Array<number>(), committedButFailed: new Array<number>()};
	let sent = 0;
	for (const [id, post] of posts) {
		if (post.sent) sent++;
		const commits = post.keys.reduce((sum, key) => sum + (commitsByKey.get(key) ?? 0), 0);
		if (post.told && commits === 0) ids.lost.push(id);
		if (!post.told && commits > 0) ids.committedButFailed.push(id);
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

/** All tries of one client request. */
interface Post {
	sent: boolean;
	/** That it worked. */
	told: boolean;
	/** One, unless the client's requests carry none. */
	readonly keys: string[];
}
