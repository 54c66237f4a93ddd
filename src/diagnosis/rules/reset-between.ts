// Connections are reset by something on the way: the app answered, or never heard of the request.
import type {DiagnosisRule} from '../rule.ts';
import {broken} from '../run/broken.ts';
import {clientsGot, gatewayWords, journalWords} from '../run/words.ts';
import {answeredBefore} from '../run/trouble.ts';

/** What gateways say of a connection that was reset, rather than closed. */
const reset = /reset|ECONNRESET|POLLERR/i;

export const resetBetween: DiagnosisRule = {
	kind: 'reset-between',
	summary: 'connections are reset though the app answered, or never heard of the request: something on the way resets them',
	find(_evidence, left) {
		const hit = broken(left).filter((trouble) => trouble.lines.every(({raw}) => reset.test(raw)) || answeredBefore(trouble) !== null);
		const answered = hit.filter((trouble) => answeredBefore(trouble) !== null);
		const closedUnseen = broken(left).filter((trouble) => trouble.journal.length === 0 && !hit.includes(trouble));
		const unseen = hit.filter((trouble) => trouble.journal.length === 0);
		const most =
			answered.length >= hit.length / 2 ? answered : unseen.length >= hit.length * 0.8 && closedUnseen.length === 0 ? unseen : [];
		if (most.length === 0) return null;
		return {
			cause:
				most === answered
					? `the app answered ${answered.length} requests, and their connections were closed or reset on the way; clients got ${clientsGot(hit)}`
					: `connections were reset before the app heard of the request; clients got ${clientsGot(hit)}`,
			confidence: most === answered ? 'certain' : 'likely',
			advice:
				'Look at what stands between gateway and app: a firewall that rejects what it does not know (conntrack lost its table), a proxy or a load balancer that restarts or has an idle time-out of its own.',
			evidence: [...gatewayWords(hit), ...journalWords(answered.map(answeredBefore))],
			explains: hit,
		};
	},
};
