// The app read the request and ended the connection before the headers of an answer, and its process lived on.
import {directive} from '../directives.ts';
import type {DiagnosisRule} from '../rule.ts';
import {broken} from '../run/broken.ts';
import {clientsGot, gatewayWords, journalWords} from '../run/words.ts';
import {arrived} from '../run/trouble.ts';

export const appClosedEarly: DiagnosisRule = {
	kind: 'app-closed-early',
	summary: 'an app read the request and closed or reset the connection before the headers of an answer',
	find({gateway, ledger}, left) {
		const hit = broken(left);
		if (hit.length === 0) return null;
		const committed = hit.filter(({journal}) => journal.some(({step}) => step === 'committed'));
		return {
			cause: `an app closed or reset connections before it sent the headers of an answer${committed.length > 0 ? `, ${committed.length} of them after it had committed` : ''}; clients got ${clientsGot(hit)}`,
			confidence: hit.some(arrived) ? 'certain' : 'likely',
			advice: `Look for crashes of workers and exceptions in its own log; let the gateway try idempotent requests again (${directive('retry', gateway.name)}), and POSTs only where they carry a key${ledger.duplicated > 0 ? `: ${ledger.duplicated} were committed more than once` : ''}.`,
			evidence: [...gatewayWords(hit), ...journalWords(hit.map(({journal}) => journal[0]))],
			explains: hit,
			// Of an answer that is none, such a log tells only its end.
			rivals: hit.some(({lines}) => lines.some(({raw}) => raw.includes('HTC eof') && !raw.includes('BereqAcct')))
				? [{kind: 'malformed-answer', tell: 'Look at the bytes (nc, straight at the app): something may come that is no HTTP.'}]
				: [],
		};
	},
};
