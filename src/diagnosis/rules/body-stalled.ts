// The answer's headers came, and then its body stopped: the gateway waited for more, and cut the client off.
import {directive} from '../directives.ts';
import {clientsGot, gatewayWords, requestWords, timedLike} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {DiagnosisRule} from '../rule.ts';

export const bodyStalled: DiagnosisRule = {
	kind: 'body-stalled',
	summary: 'answers stop in mid-body until the gateway gives up',
	find({gateway}, left) {
		const {readTimeoutMs} = gateway.options;
		const hit = left.filter(
			(trouble) =>
				has(trouble, 'connection_read_timeout') ||
				trouble.outcome === 'timeout-body' ||
				(trouble.outcome === 'cut' && !has(trouble, 'connection_terminated') && trouble.endMs - trouble.sentMs >= readTimeoutMs * 0.95),
		);
		if (hit.length === 0) return null;
		return {
			cause: `answers stopped in mid-body; clients got ${clientsGot(hit)}${timedLike(hit, {'read time-out': readTimeoutMs})}`,
			confidence: hit.some((trouble) => has(trouble, 'connection_read_timeout')) ? 'certain' : 'likely',
			advice: `Find what the app waits for between two writes (a cursor, a lock, a client of its own); the access log may say 200. ${directive('readTimeout', gateway.name)} counts between two reads.`,
			evidence: [...gatewayWords(hit), ...requestWords(hit)],
			explains: hit,
		};
	},
};
