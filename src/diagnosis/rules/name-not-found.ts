// The gateway could not resolve the upstream's name.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {directive} from '../directives.ts';
import {clientsGot, gatewayWords} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {DiagnosisRule} from '../rule.ts';

export const nameNotFound: DiagnosisRule = {
	kind: 'name-not-found',
	summary: "the upstream's name could not be resolved",
	find({events, gateway}, left) {
		const told = eventsOfKind(events, 'gateway-log').filter(
			({cause, raw}) =>
				cause === 'dns_error' || cause === 'dns_timeout' || /could not be resolved|no such host|DNS resolution fail/i.test(raw),
		);
		if (told.length === 0) return null;
		// Once a name is gone, the gateway says of each request only that it has nowhere to send it.
		const fromMs = (told[0]?.atMs ?? 0) - 2500;
		const hit = left.filter(
			(trouble) =>
				has(trouble, 'dns_error', 'dns_timeout') ||
				(trouble.sentMs >= fromMs &&
					trouble.what === 'failed' &&
					!trouble.byApp &&
					has(trouble, 'destination_unavailable', 'destination_not_found')),
		);
		return {
			cause: `the gateway could not resolve the name of an upstream${hit.length === 0 ? '' : `; clients got ${clientsGot(hit)}`}`,
			confidence: hit.length > 0 ? 'certain' : 'likely',
			advice: `Ask the name service that the gateway asks (getent hosts, dig @resolver); let it keep the last good answer: ${directive('resolve', gateway.name)}.`,
			evidence: [...told.slice(0, 2).map(({raw}) => raw), ...gatewayWords(hit)],
			explains: hit,
		};
	},
};
