// The gateway accepts and does nothing: a worker of it is stopped or blocked.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, journalWords, requestWords, timedLike} from '../run/words.ts';
import {answeredBefore, arrived} from '../run/trouble.ts';
import {timedOutByClient, timeoutsOf} from '../run/timed-out.ts';

export const gatewayStuck: DiagnosisRule = {
	kind: 'gateway-stuck',
	summary: 'the gateway accepts and does nothing: a worker of it is stopped or blocked',
	find(evidence, left) {
		const waited = timedOutByClient(left);
		const notPassedOn = waited.filter((trouble) => trouble.journal.length === 0 || !arrived(trouble));
		const answered = waited.filter((trouble) => answeredBefore(trouble) !== null);
		const idle = notPassedOn.length + answered.length;
		if (waited.length === 0 || idle < waited.length * 0.5) return null;
		const logged = eventsOfKind(evidence.events, 'access').filter(({status}) => status === 499).length;
		return {
			cause: `the gateway did not pass ${notPassedOn.length} requests on, and ${answered.length} answers of the app not back; clients got ${clientsGot(waited)}${timedLike(waited, timeoutsOf(evidence))}`,
			confidence: 'likely',
			advice:
				'Look at the gateway’s processes: state T is stopped, D waits for a disk, R at 100 % computes; let a watchdog end a worker that hangs, and run more than one gateway.',
			evidence: [...requestWords(waited), ...journalWords(answered.map(answeredBefore))],
			against: logged > 0 ? [`the gateway logged ${logged} clients that went away`] : [],
			explains: waited,
		};
	},
};
