// Some requests wait for the kernel to send packets again.
import type {DiagnosisRule} from '../rule.ts';
import {countMeanwhile, elsewhere, shareMeanwhile} from '../run/elsewhere.ts';
import {journalWords, requestWords} from '../run/words.ts';

/** Spans of the kernel's retransmission timer, from its smallest value on. */
const retransmitMs = [200, 400, 800, 1000];

export const networkLossy: DiagnosisRule = {
	kind: 'network-lossy',
	summary: 'some requests wait for the kernel to send packets again: packets are lost on the way',
	find({samples}, left) {
		const slow = left.filter((trouble) => trouble.what === 'slow' && elsewhere(trouble));
		const like = slow.filter(({sentMs, endMs}) => retransmitMs.some((ms) => endMs - sentMs >= ms && endMs - sentMs <= ms * 1.25));
		const meanwhile = countMeanwhile(samples, slow);
		if (like.length < 5 || like.length < slow.length * 0.6 || shareMeanwhile(samples, slow) > 0.5) return null;
		return {
			cause: `${slow.length} of ${meanwhile} requests took about as long as the kernel's retransmission timer (200 ms, then twice that), and the app had them for a small part of it: packets are lost on the way`,
			confidence: 'likely',
			advice:
				'Look at retransmissions (ss -ti, nstat TcpRetransSegs), at drops of interfaces and queues (ip -s link, tc -s qdisc), and at the path (mtr).',
			evidence: [...requestWords(like), ...journalWords(like.flatMap(({journal}) => journal))],
			explains: slow,
		};
	},
};
