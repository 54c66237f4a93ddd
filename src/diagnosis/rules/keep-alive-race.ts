// The app closes an idle connection just as the gateway uses it again.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import type {SampleSet} from '../../timeline/sample.ts';
import {directive} from '../directives.ts';
import type {DiagnosisRule} from '../rule.ts';
import {broken} from '../run/broken.ts';
import {clientsGot, gatewayWords, journalWords} from '../run/words.ts';
import type {RunEvidence} from '../run/evidence.ts';
import {unheard} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

/** One attempt failed, and the next one at the same address went well at once. */
const savedAtTheSameAddress = ({access}: Trouble) =>
	access.some(
		({upstreamAddresses, upstreamStatuses}) =>
			upstreamStatuses.length > 1 && upstreamStatuses.at(-1) === 200 && new Set(upstreamAddresses).size === 1,
	);

export const keepAliveRace: DiagnosisRule = {
	kind: 'keep-alive-race',
	summary: 'the app closes an idle connection just as the gateway uses it again',
	find(evidence, left) {
		const {gateway, upstreams, samples, good} = evidence;
		const hit = broken(left);
		if (gateway.options.upstreamKeepalive === 0 || hit.length === 0) return null;
		const saved = left.filter(savedAtTheSameAddress);
		const savedCount = saved.length + (upstreams.length > 1 ? 0 : savedWithoutAWord(evidence, hit));
		const unseen = hit.filter(unheard);
		const [{idleTimeoutMs} = {idleTimeoutMs: Infinity}] = upstreams;
		// The app closed while nobody asked: it knows nothing of these requests, and connections were idle for about as long as it allows.
		const gaps = hit.slice(1).map(({sentMs}, index) => sentMs - (hit[index]?.sentMs ?? sentMs));
		const idle = unseen.length === hit.length && gaps.length > 0 && gaps.every((gapMs) => gapMs >= Math.min(150, idleTimeoutMs / 2));
		// A fresh connection serves one request, and the next one on it fails: without another try, good and bad take turns.
		// Where POSTs alone fail, it is their being POSTs.
		const takeTurns = savedCount === 0 && hit.some(({isPost}) => !isPost) && alternates(samples, good, hit);
		if (savedCount === 0 && !idle && !takeTurns) return null;
		const all = [...new Set([...hit, ...saved])];
		return {
			cause: `the app closed kept-alive connections just as the gateway used them again; ${savedCount} requests went well at the same address at the next try; clients got ${clientsGot(all)}`,
			confidence: savedCount > 0 ? 'certain' : 'likely',
			advice: `Keep idle connections in the gateway for a shorter time than the app does (${directive('keepAlive', gateway.name)}; the app closes after ${idleTimeoutMs} ms), and let idempotent requests be tried again: ${directive('retry', gateway.name)}.`,
			evidence: [...gatewayWords(all), ...journalWords(all.map(({journal}) => journal[0]))],
			against: savedCount > 0 ? [] : ['no request was saved by another try'],
			explains: all,
		};
	},
};

/**
 * Go's client, and so each gateway written in Go, sends a request again by itself where the broken connection was one that it had used before,
 * and tells nobody. The app tells: it took the request twice and answered it once. A fresh connection never fails in this race, so only what
 * may not be sent again fails: POSTs.
 */
function savedWithoutAWord({events, troubles}: RunEvidence, hit: readonly Trouble[]): number {
	if (hit.some(({isPost}) => !isPost)) return 0;
	const fromMs = hit[0]?.sentMs ?? 0;
	const toMs = hit.at(-1)?.endMs ?? 0;
	const troubled = new Set(troubles.map(({requestId}) => requestId));
	const steps = Map.groupBy(
		eventsOfKind(events, 'journal').filter(({requestId, atMs}) => atMs >= fromMs && atMs <= toMs && !troubled.has(requestId)),
		({requestId}) => requestId,
	);
	return [...steps.values()].filter((told) => {
		const count = (wanted: string) => told.filter(({step}) => step === wanted).length;
		return count('received') > 1 && count('answered') === 1;
	}).length;
}

/** Of requests in a row, nearly each went otherwise than the one before it. */
function alternates(samples: SampleSet, good: Uint8Array, hit: readonly Trouble[]): boolean {
	const rows = Array.from(samples.dueMs.keys()).slice(hit[0]?.row ?? 0, (hit.at(-1)?.row ?? -1) + 1);
	const turns = rows.slice(1).filter((row) => good[row] !== good[row - 1]).length;
	return hit.length >= 10 && turns >= (rows.length - 1) * 0.8;
}
