// Requests take much longer than before, and not in the app.
import type {DiagnosisRule} from '../rule.ts';
import {shareMeanwhile, elsewhere} from '../run/elsewhere.ts';
import {clientsGot, journalWords, medianMs, requestWords} from '../run/words.ts';

export const networkSlow: DiagnosisRule = {
	kind: 'network-slow',
	summary: 'requests take much longer than before, and not in the app: the way between is slow',
	find({samples}, left) {
		const slow = left.filter(({what}) => what === 'slow');
		const hit = slow.filter(elsewhere);
		if (hit.length === 0 || hit.length < slow.length / 2) return null;
		// A way that is slow makes nearly all requests slow; some now and then are the machine's.
		if (shareMeanwhile(samples, slow) < 0.6) return null;
		return {
			cause: `${hit.length} requests took much longer than before (half of them ${medianMs(hit)?.toFixed(0)} ms), and the app had them for a small part of it: the way between client and app is slow; clients got ${clientsGot(hit)}`,
			confidence: 'likely',
			advice:
				'Look between gateway and app: latency (ping, mtr), a narrow or full link (ip -s link, tc -s qdisc), a proxy on the way; then at the gateway’s own load.',
			evidence: [...requestWords(hit), ...journalWords(hit.flatMap(({journal}) => journal))],
			explains: slow,
		};
	},
};
