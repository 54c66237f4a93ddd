// A worker process of the gateway died by itself or by a signal: what it had under way was lost.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {touched} from '../run/lives.ts';
import {clientsGot, requestWords} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

export const gatewayWorkerKilled: DiagnosisRule = {
	kind: 'gateway-worker-killed',
	summary: 'a worker process of the gateway died, and its connections with it',
	find(evidence, left) {
		const deaths = eventsOfKind(evidence.events, 'gateway-log').filter(({lifecycle}) => lifecycle === 'worker-killed');
		const [first] = deaths;
		if (first === undefined) return null;
		const opened = eventsOfKind(evidence.events, 'process').find(
			({part, what, atMs}) => part === 'gateway' && what === 'port-open' && atMs > first.atMs,
		);
		const lost = touched(left, [{fromMs: first.atMs, toMs: opened?.atMs ?? first.atMs}], {afterMs: 1500, beforeMs: 1500}).filter(
			({outcome}) => outcome !== 'status',
		);
		return {
			cause: `a worker process of the gateway died${lost.length === 0 ? '' : `; clients got ${clientsGot(lost)}`}`,
			confidence: lost.length > 0 ? 'certain' : 'likely',
			advice:
				opened === undefined
					? 'Look for a crash in the gateway or a module of it (core file, kernel log), and for the OOM killer; the master started another worker.'
					: 'The gateway ended with its worker: let a supervisor start it again at once, run a second one, and look for the crash in a core file or the kernel log.',
			evidence: [...deaths.slice(0, 3).map(({raw}) => raw), ...requestWords(lost)],
			explains: lost,
		};
	},
};
