// Connections are refused though the app lives: a firewall, or something else on the way.
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, gatewayWords} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

const namesPort = (refused: readonly Trouble[]) =>
	refused.some(({lines}) => lines.some(({upstreamAddress}) => /:\d+$/.test(upstreamAddress ?? '')));

const refusals = (left: readonly Trouble[]) => left.filter((trouble) => has(trouble, 'connection_refused'));

export const connectionRejected: DiagnosisRule = {
	kind: 'connection-rejected',
	summary: 'connections are refused though the app runs and listens: something on the way rejects them',
	find(_evidence, left) {
		const refused = refusals(left);
		if (refused.length === 0) return null;
		return {
			cause: `connections to the app are refused, though its process lives and nobody saw its port close; clients got ${clientsGot(refused)}`,
			confidence: 'likely',
			advice:
				'Look for a firewall or a security group that rejects with RST (nft list ruleset, iptables -L), and for another address or port than the one that the app listens at (ss -ltn).',
			evidence: gatewayWords(refused),
			against: ['whether the port is open was asked on the app’s side only when it started'],
			explains: refused,
			rivals: namesPort(refused)
				? []
				: [
						{
							kind: 'wrong-port',
							tell: 'Compare the gateway’s target with what ss -ltn shows where the app runs: a firewall leaves the port open there.',
						},
					],
		};
	},
};
