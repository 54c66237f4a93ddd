// The app sent its answer whole, and it ended early on the way.
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, gatewayWords, journalWords, requestWords} from '../run/words.ts';
import {answeredBefore, has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

const cut = (trouble: Trouble) => trouble.outcome === 'cut' || trouble.outcome === 'altered' || has(trouble, 'http_response_incomplete');

export const bodyCutBetween: DiagnosisRule = {
	kind: 'body-cut-between',
	summary: 'the app sent its answer whole, and it ended early on the way',
	find(_evidence, left) {
		const hit = left.filter((trouble) => cut(trouble) && answeredBefore(trouble) !== null);
		if (hit.length === 0) return null;
		return {
			cause: `${hit.length} answers ended in mid-body, though the app says that it sent them whole: something between app and gateway cut them; clients got ${clientsGot(hit)}`,
			confidence: 'certain',
			advice:
				'Look at what stands between gateway and app: a proxy with a limit of bytes or of time, a tunnel, a middlebox; compare the bytes on both sides (tcpdump).',
			evidence: [...gatewayWords(hit), ...journalWords(hit.map(answeredBefore)), ...requestWords(hit)],
			explains: hit,
		};
	},
};
