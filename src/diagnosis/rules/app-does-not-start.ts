// A version of the app ends before it listens: a bad deploy.
import {processLine} from '../process-lines.ts';
import {touchedByDowns} from '../run/lives.ts';
import {clientsGot, gatewayWords, names} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

export const appDoesNotStart: DiagnosisRule = {
	kind: 'app-does-not-start',
	summary: 'an app ends again and again before it listens: a missing variable, package or migration',
	find(evidence, left) {
		const lives = evidence.lives.filter(({how}) => how === 'does-not-start');
		const ends = lives.flatMap(({endedUnopened}) => endedUnopened);
		const [first] = ends;
		if (first === undefined) return null;
		const hit = touchedByDowns(evidence, left, lives);
		const gaveUp = lives.flatMap((life) => life.gaveUp ?? []);
		return {
			cause: `${names(ends.map(({part}) => part))} ended ${ends.length} times before it listened (wait status ${first.exitCode ?? 'unknown'})${hit.length === 0 ? '' : `; clients got ${clientsGot(hit)}`}`,
			confidence: 'certain',
			advice:
				'Read the first lines of the app’s own output: a version that ends at its start misses a variable, a package, or a migration. Keep the old version until the new one is ready (a readiness check), and roll back.',
			evidence: [...ends.slice(0, 3).map(processLine), ...gaveUp.map(processLine), ...gatewayWords(hit)],
			explains: hit,
		};
	},
};
