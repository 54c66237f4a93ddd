// The gateway could not resolve the upstream's name.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {directive} from '../directives.ts';
import {clientsGot, gatewayWords} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import {containerEvents} from '../run/lives.ts';
import type {RunEvidence} from '../run/evidence.ts';
import type {Trouble} from '../run/trouble.ts';
import type {DiagnosisRule, Finding} from '../rule.ts';

export const nameNotFound: DiagnosisRule = {
	kind: 'name-not-found',
	summary: "the upstream's name could not be resolved",
	find(evidence, left) {
		const {events, gateway} = evidence;
		const told = eventsOfKind(events, 'gateway-log').filter(
			({cause, raw}) =>
				cause === 'dns_error' || cause === 'dns_timeout' || /could not be resolved|no such host|DNS resolution fail/i.test(raw),
		);
		if (told.length === 0) return nowhereToSend(evidence, left);
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

/**
 * Some gateways do not say that a name led nowhere, only that they have nowhere to send requests to. Where no health check could have taken
 * the app out, no request had failed at it, and it lives, what is left is the name, which this gateway asks for again and again.
 */
function nowhereToSend(evidence: RunEvidence, left: readonly Trouble[]): Finding | null {
	const {gateway, lives} = evidence;
	const {healthCheck, resolver} = gateway.options;
	const failed = left.filter(({what, byApp}) => what === 'failed' && !byApp);
	const nowhere = failed.filter((trouble) => has(trouble, 'destination_unavailable', 'destination_not_found'));
	const [first] = nowhere;
	const ended = lives.some(({how}) => how !== 'alive') || containerEvents(evidence, 'app', 'die', 'pause').length > 0;
	if (first === undefined || resolver === null || healthCheck !== null || ended) return null;
	// What is taken out of service has failed before.
	if (evidence.troubles.some(({sentMs, causes, what}) => what !== 'slow' && sentMs < first.sentMs && causes.size > 0)) return null;
	return {
		cause: `the gateway had no address to send requests to, though the app lived and nothing had taken it out: its name led nowhere; clients got ${clientsGot(nowhere)}`,
		confidence: 'likely',
		advice: `Ask the name service that the gateway asks (getent hosts, dig @resolver); let it keep the last good answer: ${directive('resolve', gateway.name)}.`,
		evidence: gatewayWords(nowhere),
		against: ['the gateway’s log does not name the lookup'],
		explains: nowhere,
	};
}
