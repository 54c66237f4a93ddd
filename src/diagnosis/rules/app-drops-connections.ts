// The kernel accepts connections for the app, which drops them before it reads a request.
import {directive} from '../directives.ts';
import type {DiagnosisRule} from '../rule.ts';
import {broken} from '../run/broken.ts';
import {clientsGot, gatewayWords, medianMs} from '../run/words.ts';
import {unheard} from '../run/trouble.ts';

export const appDropsConnections: DiagnosisRule = {
	kind: 'app-drops-connections',
	summary: 'the app accepts connections and drops them at once, before it reads a request (no descriptors, a limit)',
	find({gateway}, left) {
		const hit = broken(left);
		const unseen = hit.filter(unheard);
		if (unseen.length < Math.max(1, hit.length * 0.8)) return null;
		return {
			cause: `the app's kernel accepted connections, and they were dropped before the app read a request; clients got ${clientsGot(hit)}${medianMs(hit) === null ? '' : ` within ${(medianMs(hit) ?? 0).toFixed(0)} ms`}`,
			confidence: 'likely',
			advice: `Look at the app's limit of descriptors and connections (EMFILE in its log, /proc/PID/limits, LimitNOFILE=); idle connections that the gateway keeps count too: ${directive('keepAlive', gateway.name)}.`,
			evidence: gatewayWords(hit),
			against: ['what is reset by a firewall looks alike'],
			explains: hit,
			rivals: [
				{
					kind: 'reset-between',
					tell: 'A capture on both sides (tcpdump): what stands between resets connections of which the app sees no end, or another one.',
				},
			],
		};
	},
};
