// The app answered, and the gateway did not get the answer, or not all of it: what is wrong lies between the two.
import {answeredInVain} from './answered-in-vain.ts';
import {clientsGot, linesOfFailed, rawLines, rowsOfLines} from './failed-requests.ts';
import {journalLine} from './journal-line.ts';
import type {DiagnosisRule} from './rule.ts';

export const lostBetween: DiagnosisRule = {
	kind: 'lost-between',
	summary: 'answers that an app gave did not reach the gateway in time, or not whole',
	find(timeline, facts) {
		const lines = linesOfFailed(timeline, facts, [
			'http_response_timeout',
			'connection_read_timeout',
			'connection_terminated',
			'http_response_incomplete',
		]);
		const answerOf = answeredInVain(timeline);
		const met = lines.filter((line) => answerOf(line) !== null);
		// Where a process dies, some answers are lost with it.
		if (met.length * 2 <= lines.length) return null;
		return {
			cause: `apps answered ${met.length} requests that failed: their answers did not reach the gateway in time, or not whole; clients got ${clientsGot(timeline, rowsOfLines(timeline, met))}`,
			confidence: 'certain',
			advice:
				'Look between gateway and app: firewalls and balancers that reset connections or forget them, side-cars, a narrow or lossy line, its MTU. The app is well, and has done the work: who tries a POST again may do it twice.',
			evidence: [
				...rawLines(met),
				...met
					.slice(0, 3)
					.flatMap((line) => answerOf(line) ?? [])
					.map(journalLine),
			],
			requests: met.length,
		};
	},
};
