// More comes than the app can do: clients give up, and try again.
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, journalWords, names, requestWords, timedLike} from '../run/words.ts';
import {timedOutByClient, timeoutsOf} from '../run/timed-out.ts';

export const overload: DiagnosisRule = {
	kind: 'overload',
	summary: 'more comes than the app can do: requests queue up, clients give up and try again',
	find(evidence, left) {
		const waited = timedOutByClient(left);
		if (waited.length === 0) return null;
		const tries = evidence.samples.id.reduce((count, id, row) => count + (evidence.samples.firstId[row] === id ? 0 : 1), 0);
		const ofApps = names(waited.flatMap(({journal}) => journal.map(({part}) => part)));
		return {
			cause: `${ofApps === '' ? 'the app' : ofApps} had requests and did not answer before clients gave up${tries > 0 ? `, and clients tried again ${tries} times, which keeps it busy` : ''}; clients got ${clientsGot(waited)}${timedLike(waited, timeoutsOf(evidence))}`,
			confidence: tries > waited.length / 10 ? 'certain' : 'likely',
			advice:
				'Shed load early (a short queue, a limit of requests at once, 503 with Retry-After), give clients a retry budget and back-off with jitter, and let the app drop work that nobody waits for.',
			evidence: [...requestWords(waited), ...journalWords(waited.map(({journal}) => journal[0]))],
			explains: waited,
			rivals:
				tries > waited.length / 10
					? []
					: [
							{
								kind: 'app-slow',
								tell: 'Compare what came with what the app has always managed: with no more load than before, it waits for something.',
							},
						],
		};
	},
};
