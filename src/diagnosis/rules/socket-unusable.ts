// A Unix socket cannot be connected to, and the log does not say why.
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, gatewayWords} from '../run/words.ts';
import {has} from '../run/trouble.ts';

export const socketUnusable: DiagnosisRule = {
	kind: 'socket-unusable',
	summary: "the app's Unix socket cannot be connected to; the log does not say why",
	find({gateway}, left) {
		const isSocket = gateway.endpoints.some(({socket}) => socket !== null);
		const hit = left.filter((trouble) => has(trouble, 'destination_ip_unroutable', 'connection_refused', 'destination_unavailable'));
		if (!isSocket || hit.length === 0) return null;
		return {
			cause: `the app's Unix socket cannot be connected to; clients got ${clientsGot(hit)}`,
			confidence: 'likely',
			advice:
				'Look whether the socket is there, who listens on it (ss -lx), and whether the gateway’s user may write to it: this gateway’s log does not tell these apart.',
			evidence: gatewayWords(hit),
			explains: hit,
		};
	},
};
