// Only writes take too long: what the app writes to is slow.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import type {DiagnosisRule} from '../rule.ts';
import type {RunEvidence} from '../run/evidence.ts';
import {clientsGot, gatewayWords, journalWords, timedLike} from '../run/words.ts';
import {arrived} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';
import {timedOutByGateway, timeoutsOf} from '../run/timed-out.ts';

export const writesSlow: DiagnosisRule = {
	kind: 'writes-slow',
	summary: 'only writes take too long: a slow disk or database',
	find(evidence, left) {
		const waited = timedOutByGateway(left).filter(arrived);
		const posts = waited.filter(({isPost}) => isPost);
		const reads = countOfGets(evidence, posts);
		if (posts.length < 3 || posts.length < waited.length || reads < 3) return null;
		return {
			cause: `the app took ${posts.length} POSTs over and did not answer them in time, while ${reads} GETs meanwhile went well: what it writes to is slow; clients got ${clientsGot(posts)}${timedLike(posts, timeoutsOf(evidence))}`,
			confidence: 'certain',
			advice:
				'Look at the disk (iostat -x: await, %util), its throttles, and at the database behind; let the app bound its own writes and answer 503.',
			evidence: [...gatewayWords(posts), ...journalWords(posts.map(({journal}) => journal[0]))],
			explains: posts,
		};
	},
};

/** GETs that went well while these waited. */
function countOfGets({events, troubles}: RunEvidence, posts: readonly Trouble[]): number {
	const fromMs = posts[0]?.sentMs ?? 0;
	const toMs = posts.at(-1)?.endMs ?? 0;
	const troubled = new Set(troubles.map(({requestId}) => requestId));
	return eventsOfKind(events, 'journal').filter(
		({step, atMs, requestId}) => step === 'answered' && atMs > fromMs && atMs < toMs && !troubled.has(requestId),
	).length;
}
