// Connections are reset by something on the way: the app answered, or never heard of the request.
import type {DiagnosisRule} from '../rule.ts';
import {broken} from '../run/broken.ts';
import {clientsGot, gatewayWords, journalWords} from '../run/words.ts';
import {answeredBefore, unheard} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

/** What gateways say of a connection that was reset. */
const reset = /reset by peer|ECONNRESET|POLLERR/i;
/** Words that do not tell a reset from an orderly close: Envoy's, Varnish's, and those of Go's client once its connection is gone, however that went. */
const untold = /\{connection_termination\}|HTC eof|use of closed network connection|broken pipe/i;

/** An app that drops what it accepts closes in order what it had nothing to read of, and so resets only a part of the connections. */
const mostClosed = 0.03;

export const resetBetween: DiagnosisRule = {
	kind: 'reset-between',
	summary: 'connections are reset though the app answered, or never heard of the request: something on the way resets them',
	find({gateway}, left) {
		const ended = broken(left);
		const answered = ended.filter((trouble) => answeredBefore(trouble) !== null);
		const closed = ended.filter((trouble) => closedInOrder(trouble) && !answered.includes(trouble));
		const hit = ended.filter((trouble) => !closed.includes(trouble));
		const unseen = hit.filter(unheard);
		// An app that can take no new connection still answers on those that it has: where the gateway keeps them, they broke on the way.
		const told = gateway.options.upstreamKeepalive > 0 || unseen.some(({lines}) => lines.some(({raw}) => reset.test(raw)));
		const allReset = told && unseen.length >= hit.length * 0.8 && closed.length <= ended.length * mostClosed;
		const most = answered.length >= hit.length / 2 ? answered : allReset ? unseen : [];
		if (most.length === 0) return null;
		return {
			cause:
				most === answered
					? `the app answered ${answered.length} requests, and their connections were closed or reset on the way; clients got ${clientsGot(hit)}`
					: `connections were reset before the app heard of the request; clients got ${clientsGot(hit)}`,
			confidence: most === answered ? 'certain' : 'likely',
			advice:
				'Look at what stands between gateway and app: a firewall that rejects what it does not know (conntrack lost its table), a proxy or a load balancer that restarts or has an idle time-out of its own.',
			evidence: [...gatewayWords(hit), ...journalWords(answered.map(answeredBefore))],
			explains: hit,
			rivals:
				most === answered
					? []
					: [
							{
								kind: 'app-drops-connections',
								tell: 'EMFILE or a limit in the app’s own log, /proc/PID/limits; a capture where the app runs shows who resets.',
							},
						],
		};
	},
};

/** By the gateway's words; one of several lines about a request is enough for a reset, since others tell what followed from it. */
const closedInOrder = ({lines}: Trouble) => lines.length > 0 && !lines.some(({raw}) => reset.test(raw) || untold.test(raw));
