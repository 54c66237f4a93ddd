// Clients hold all connections that the gateway may have, and it accepts no more.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {directive} from '../directives.ts';
import {counterLine} from '../process-lines.ts';
import type {DiagnosisRule} from '../rule.ts';
import {growth} from '../run/lives.ts';
import {clientsGot, requestWords} from '../run/words.ts';
import {arrived} from '../run/trouble.ts';

export const gatewayCrowded: DiagnosisRule = {
	kind: 'gateway-connections',
	summary: 'the gateway accepts no more connections: clients hold all that it may have',
	find(evidence, left) {
		const waiting = growth(evidence, 'tcp.not-accepted');
		const hit = left.filter((trouble) => !arrived(trouble) && !trouble.byApp && trouble.outcome !== 'status');
		const halves = eventsOfKind(evidence.events, 'access').filter(
			({status, requestId}) => (status === 400 || status === 408) && requestId === null,
		);
		if (hit.length === 0 || (waiting.by <= 0 && halves.length < 20)) return null;
		return {
			cause: `the gateway accepted no more connections${waiting.by > 0 ? `: ${waiting.by} waited in its queue` : ''}; ${halves.length > 0 ? `${halves.length} clients held connections with half a request; ` : ''}clients got ${clientsGot(hit)}`,
			confidence: waiting.by > 0 ? 'certain' : 'likely',
			advice: `Raise ${directive('connections', evidence.gateway.name)}, and end half-sent requests soon (client_header_timeout, timeout http-request, RequestReadTimeout).`,
			evidence: [...waiting.events.map(counterLine), ...requestWords(hit)],
			explains: hit,
		};
	},
};
