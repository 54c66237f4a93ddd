// The kernel has no way to the app’s host.
import {directive} from '../directives.ts';
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, gatewayWords} from '../run/words.ts';
import {has} from '../run/trouble.ts';

export const hostUnreachable: DiagnosisRule = {
	kind: 'host-unreachable',
	summary: 'no route to the app’s host',
	find(evidence, left) {
		const hit = left.filter((trouble) => has(trouble, 'destination_ip_unroutable'));
		if (hit.length === 0) return null;
		return {
			cause: `there is no route to the app's host; clients got ${clientsGot(hit)}`,
			confidence: 'certain',
			advice: `Look at routes and neighbours (ip route get, ip neigh), at a firewall that answers "unreachable", and whether the address is still the app's: ${directive('target', evidence.gateway.name)}.`,
			evidence: gatewayWords(hit),
			explains: hit,
		};
	},
};
