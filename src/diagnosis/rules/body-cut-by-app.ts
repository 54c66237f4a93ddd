// The app ended its answer early; the status was sent, and logged, before.
import {sameWord} from '../run/same-word.ts';
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, gatewayWords, requestWords} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

const cut = (trouble: Trouble) => trouble.outcome === 'cut' || trouble.outcome === 'altered' || has(trouble, 'http_response_incomplete');

export const bodyCutByApp: DiagnosisRule = {
	kind: 'body-cut-by-app',
	summary: 'an app ended its answer early (FIN or RST in mid-body); the access log may say 200',
	find(_evidence, left) {
		const hit = left.filter(cut);
		if (hit.length === 0) return null;
		const logged = hit.filter(({access}) => access.some(({status}) => status === 200));
		return {
			cause: `an app cut ${hit.length} answers in mid-body${logged.length > 0 ? `; the access log shows ${logged.length} of them as 200` : ''}; clients got ${clientsGot(hit)}`,
			confidence: hit.some(({lines}) => lines.length > 0) && !hit.some(sameWord) ? 'certain' : 'likely',
			advice:
				'Do not count statuses to see this: watch the error log for closed or reset upstream connections, have clients check the length, and look at the app for crashes, deploys without draining, and its own write time-out.',
			evidence: [...gatewayWords(hit), ...requestWords(hit)],
			against: hit.some(sameWord) ? ['this gateway has one word for a body that ended early and for chunks that break the rules'] : [],
			explains: hit,
			rivals: hit.some(sameWord)
				? [
						{
							kind: 'malformed-answer',
							tell: 'Look at the bytes (curl -v --raw, or nc, straight at the app): a chunk size that is no number, or an end that came too early.',
						},
					]
				: [],
		};
	},
};
