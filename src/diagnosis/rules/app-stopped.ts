// The app was told to stop, by a deploy or a restart, while it had requests.
import {directive} from '../directives.ts';
import {lifeLines, touchedByDowns} from '../run/lives.ts';
import {clientsGot, gatewayWords, names} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {DiagnosisRule} from '../rule.ts';

export const appStopped: DiagnosisRule = {
	kind: 'app-stopped',
	summary: 'an app was stopped (a deploy, a restart) and was not there for a while',
	find(evidence, left) {
		const lives = evidence.lives.filter(({how}) => how === 'stopped');
		const ends = lives.flatMap(({exits}) => exits);
		const [first] = ends;
		if (first === undefined) return null;
		const hit = touchedByDowns(evidence, left, lives).filter((trouble) => trouble.what !== 'slow');
		const dropped = hit.filter((trouble) => has(trouble, 'connection_terminated', 'http_response_incomplete'));
		return {
			cause: `${names(lives.map(({part}) => part))} was stopped${ends.length > 1 ? ` ${ends.length} times` : ''} (wait status ${first.exitCode ?? 'unknown'}${first.signal === 'SIGKILL' ? ': killed when it had not ended in time' : ''})${hit.length === 0 ? '' : `; clients got ${clientsGot(hit)}`}`,
			confidence: hit.length > 0 ? 'certain' : 'likely',
			advice: `Take it out of the gateway first, let it answer what it has begun (handle SIGTERM, a grace longer than its longest request), then stop it; deploy one after the other, with ${directive('retry', evidence.gateway.name)}.`,
			evidence: [...lifeLines(lives), ...gatewayWords(hit)],
			against: dropped.length === 0 && hit.length > 0 ? ['no request under way was cut: it drained'] : [],
			explains: hit,
		};
	},
};
