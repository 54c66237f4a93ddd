// The gateway connects to a port at which nobody listens.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {directive} from '../directives.ts';
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, gatewayWords, names} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

const refusals = (left: readonly Trouble[]) => left.filter((trouble) => has(trouble, 'connection_refused'));

export const wrongPort: DiagnosisRule = {
	kind: 'wrong-port',
	summary: 'the gateway connects to a port at which the app does not listen',
	find(evidence, left) {
		const refused = refusals(left);
		const listening = new Set([...evidence.upstreams.map(({port}) => port), ...evidence.gateway.endpoints.map(({port}) => port)]);
		const wrong = [...portsTried(refused)].filter((port) => !listening.has(port));
		if (wrong.length === 0) return null;
		const reloads = eventsOfKind(evidence.events, 'gateway-log').filter(({lifecycle}) => lifecycle === 'reloaded');
		return {
			cause: `the gateway connects to port ${names(wrong.map(String))}, and the app listens at ${names(evidence.upstreams.map(({port}) => String(port)))}; clients got ${clientsGot(refused)}`,
			confidence: 'certain',
			advice: `Correct the port in ${directive('target', evidence.gateway.name)}; ss -ltn shows where the app listens.`,
			evidence: [...gatewayWords(refused), ...reloads.slice(0, 1).map(({raw}) => raw)],
			explains: refused,
		};
	},
};

/** `8081` of `172.17.0.3:8081`. */
function portsTried(troubles: readonly Trouble[]): ReadonlySet<number> {
	const ports = troubles.flatMap(({lines}) => lines.flatMap(({upstreamAddress}) => /:(\d+)$/.exec(upstreamAddress ?? '')?.[1] ?? []));
	return new Set(ports.map(Number));
}
