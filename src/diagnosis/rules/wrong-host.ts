// The app refuses the Host that the gateway sends: it serves another name.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {clientsGot, journalWords, requestWords} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

/** Misdirected; and what servers of several sites answer for a name that is not theirs. */
const notMine = [421, 400, 404];

export const wrongHost: DiagnosisRule = {
	kind: 'wrong-host',
	summary: "the app refuses the Host that the gateway sends, since the gateway's config changed",
	find({events}, left) {
		const refused = left.filter(({byApp, status, what}) => what === 'failed' && byApp && notMine.includes(status));
		const [first] = refused;
		if (first === undefined) return null;
		const reloads = eventsOfKind(events, 'gateway-log').filter(
			({lifecycle, atMs}) => lifecycle === 'reloaded' && atMs <= first.sentMs + 1000,
		);
		const hup = eventsOfKind(events, 'container').filter(
			({part, action, atMs}) => part === 'gateway' && action === 'kill' && atMs <= first.sentMs,
		);
		if (first.status !== 421 && reloads.length + hup.length === 0) return null;
		return {
			cause: `the app refuses what the gateway passes on (${clientsGot(refused)})${reloads.length + hup.length === 0 ? '' : ', since the gateway was reloaded'}: it does not serve the Host that it is asked for`,
			confidence: first.status === 421 ? 'certain' : 'likely',
			advice:
				'Compare the Host that the app gets with the one it serves; pass the client’s on (proxy_set_header Host $host, http-request set-header Host, ProxyPreserveHost On).',
			evidence: [
				...reloads.slice(0, 1).map(({raw}) => raw),
				...journalWords(refused.map(({journal}) => journal.at(-1))),
				...requestWords(refused),
			],
			explains: refused,
		};
	},
};
