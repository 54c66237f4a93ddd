// The app has the request and does not answer within the gateway’s time-out.
import {directive} from '../directives.ts';
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, gatewayWords, journalWords, timedLike} from '../run/words.ts';
import {timedOutByGateway, timeoutsOf} from '../run/timed-out.ts';

export const appSlow: DiagnosisRule = {
	kind: 'app-slow',
	summary: "the app took requests over and did not answer within the gateway's read time-out",
	find(evidence, left) {
		const hit = timedOutByGateway(left);
		if (hit.length === 0) return null;
		const {name, options} = evidence.gateway;
		return {
			cause: `the app took requests over and did not answer within the gateway's read time-out of ${options.readTimeoutMs} ms; clients got ${clientsGot(hit)}${timedLike(hit, timeoutsOf(evidence))}`,
			confidence: 'certain',
			advice: `Find what the app waits for (a lock, a pool, a dependency) before you raise ${directive('readTimeout', name)}: a longer one ties up more connections.`,
			evidence: [...gatewayWords(hit), ...journalWords(hit.map(({journal}) => journal[0]))],
			explains: hit,
		};
	},
};
