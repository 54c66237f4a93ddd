// Does the gateway's log name a cause?
import {no, yes} from '../check.ts';
import type {Check} from '../check.ts';
import {gatewayWords} from '../run/words.ts';

export const logNamesCause: Check = {
	name: 'log-names-cause',
	question: 'Does the gateway’s log name a cause?',
	answer({troubles}) {
		const named = troubles.filter(({lines}) => lines.length > 0);
		const counts = Map.groupBy(
			named.flatMap(({causes}) => [...causes]),
			(cause) => cause,
		);
		const told = [...counts].sort(([, a], [, b]) => b.length - a.length).map(([cause, list]) => `${cause} (${list.length})`);
		return named.length === 0
			? no(`no line about any of ${troubles.length} requests names one`)
			: yes(told.join(', '), ...gatewayWords(named, 3));
	},
};
