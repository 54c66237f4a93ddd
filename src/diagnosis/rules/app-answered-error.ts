// The app itself answered with an error, and the gateway only passed it on.
import {clientsGot, journalWords, names, requestWords} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

export const appAnsweredError: DiagnosisRule = {
	kind: 'app-answered-error',
	summary: 'the app itself answered with an error status; the gateway passed it on',
	find(_evidence, left) {
		const errors = left.filter(({what, byApp, outcome, status}) => what === 'failed' && byApp && outcome === 'status' && status >= 400);
		if (errors.length === 0) return null;
		const told = errors.flatMap(({journal}) => journal.findLast(({step}) => step === 'answered') ?? []);
		const posts = errors.every(({isPost}) => isPost);
		// Where the gateway had tried elsewhere before, what went wrong there is another cause's.
		const alone = errors.filter(({causes}) => causes.size === 0);
		return {
			cause: `the app itself answered ${clientsGot(errors)}${posts ? ', and to POSTs alone' : ''}`,
			confidence: 'certain',
			advice: `Read the app's own log of ${names(told.map(({part}) => part)) || 'that time'}: the gateway is not involved.${posts ? ' What only writes fails: a full disk (df, df -i), a read-only file system, a database.' : ''}`,
			evidence: [...journalWords(told), ...requestWords(errors)],
			explains: alone.length === 0 ? errors : alone,
		};
	},
};
