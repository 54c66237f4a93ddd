// The app answered in time, and its answer came late or never to the gateway.
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, gatewayWords, journalWords, timedLike} from '../run/words.ts';
import {answeredBefore, has} from '../run/trouble.ts';
import {timedOutByGateway, timeoutsOf} from '../run/timed-out.ts';

export const answerLostBetween: DiagnosisRule = {
	kind: 'answer-lost-between',
	summary: 'the app answered in time, and its answer came late or never to the gateway',
	find(evidence, left) {
		const waited = timedOutByGateway(left);
		const answered = waited.filter((trouble) => answeredBefore(trouble) !== null);
		if (answered.length === 0 || answered.length < waited.length / 2) return null;
		// What such a link does when it closes at last belongs to it.
		const closed = left.filter((trouble) => has(trouble, 'connection_terminated', 'connection_timeout') && !waited.includes(trouble));
		// Where far more connections never came about, the answers were lost with the packets.
		if (closed.filter((trouble) => has(trouble, 'connection_timeout')).length > answered.length * 4) return null;
		const all = [...new Set([...waited, ...closed])];
		return {
			cause: `the app answered ${answered.length} requests in time, and the gateway did not get the answers in time; clients got ${clientsGot(all)}${timedLike(waited, timeoutsOf(evidence))}`,
			confidence: 'certain',
			advice:
				'Look between gateway and app: latency, a narrow link, loss, a proxy that holds answers back. The app is not slow: its own journal says so.',
			evidence: [...gatewayWords(all), ...journalWords(answered.map(answeredBefore))],
			explains: all,
		};
	},
};
