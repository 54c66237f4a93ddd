// Does each app listen, where the gateway asks?
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {no, unknown, yes} from '../check.ts';
import type {Check} from '../check.ts';
import {processLine} from '../process-lines.ts';
import {gatewayWords} from '../run/words.ts';
import {arrived, has} from '../run/trouble.ts';

export const isListening: Check = {
	name: 'is-listening',
	question: 'Does the app listen, and do connections to it come about?',
	answer(evidence) {
		const closed = eventsOfKind(evidence.events, 'process').filter(({part, what}) => part.startsWith('app') && what === 'port-closed');
		const refused = evidence.troubles.filter((trouble) =>
			has(trouble, 'connection_refused', 'connection_timeout', 'destination_ip_unroutable'),
		);
		if (closed.length + refused.length > 0) {
			return no(
				...closed.slice(0, 2).map(processLine),
				...(closed.length === 0 ? ['nobody saw its port close'] : []),
				...gatewayWords(refused, 2),
			);
		}

		const reached = evidence.troubles.filter(arrived);
		return reached.length > 0
			? yes(`${reached.length} of the requests in question reached it, by its journal`)
			: unknown('no request in question reached it');
	},
};
