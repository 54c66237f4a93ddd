// Does the app answer when it is asked directly? Nobody asks it beside the gateway in a run; its own journal tells as much.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {no, unknown, yes} from '../check.ts';
import type {Check} from '../check.ts';
import {answeredBefore, arrived} from '../run/trouble.ts';
import {journalWords} from '../run/words.ts';

export const answersDirectly: Check = {
	name: 'answers-directly',
	question: 'Does the app answer what reaches it?',
	answer({events, troubles}) {
		const reached = troubles.filter(({what}) => what === 'failed').filter(arrived);
		const answered = reached.filter((trouble) => answeredBefore(trouble) !== null);
		if (reached.length === 0) {
			const journals = eventsOfKind(events, 'journal').some(({step}) => step === 'answered');
			return unknown(journals ? 'no request that failed reached it; it answered others' : 'no app keeps a journal');
		}

		const told = `by its journal ${answered.length} of ${reached.length} requests that reached it and failed were answered in time`;
		return answered.length > reached.length / 2
			? yes(told, ...journalWords(answered.map(answeredBefore)))
			: no(told, ...journalWords(reached.map(({journal}) => journal[0])));
	},
};
