// Something else answers where the app should.
import {lifeLines, touchedByDowns} from '../run/lives.ts';
import {clientsGot, gatewayWords, names, requestWords} from '../run/words.ts';
import {directive} from '../directives.ts';
import type {DiagnosisRule} from '../rule.ts';

export const otherService: DiagnosisRule = {
	kind: 'other-service',
	summary: "another service answers on the app's port",
	find(evidence, left) {
		const lives = evidence.lives.filter(({openedByOthers}) => openedByOthers.length > 0);
		const strange = left.filter(({status, outcome, byApp}) => outcome === 'status' && status < 400 && !byApp);
		if (lives.length === 0 || strange.length === 0) return null;
		const around = touchedByDowns(evidence, left, lives);
		const explained = [...new Set([...strange, ...around])];
		return {
			cause: `another service answers on the port of ${names(lives.map(({part}) => part))}: ${strange.length} answers with ${clientsGot(strange)} did not come from the app`,
			confidence: 'certain',
			advice: `Find who listens there (ss -ltnp), and give each service a port of its own; let ${directive('health', evidence.gateway.name)} ask for something that only the app can say.`,
			evidence: [...lifeLines(lives), ...requestWords(strange), ...gatewayWords(around, 2)],
			explains: explained,
		};
	},
};
