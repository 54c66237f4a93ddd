// Where a gateway counts the TLS handshake as a part of connecting, a hello without answer looks like a connection that never came about.
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, gatewayWords} from '../run/words.ts';
import {has} from '../run/trouble.ts';

export const handshakeHangs: DiagnosisRule = {
	kind: 'tls-handshake-hang',
	summary: 'connections to an app that speaks TLS never come about: this gateway’s log counts the handshake as a part of connecting',
	find(evidence, left) {
		const hit = left.filter((trouble) => has(trouble, 'connection_timeout'));
		const tells = hit.some(({lines}) => lines.some(({raw}) => /while connecting/.test(raw)));
		if (hit.length === 0 || tells || evidence.gateway.endpoints.every(({tls}) => tls === null)) return null;
		return {
			cause: `TLS connections to the app did not come about within ${evidence.gateway.options.connectTimeoutMs} ms; clients got ${clientsGot(hit)}`,
			confidence: 'likely',
			advice:
				'openssl s_client -connect APP tells whether it connects and then waits for the app’s hello. If so, look at the app: a key service, entropy, a blocked loop.',
			evidence: gatewayWords(hit),
			against: ['packets that are dropped look alike in this gateway’s log'],
			explains: hit,
		};
	},
};
