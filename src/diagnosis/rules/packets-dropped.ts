// Connections never come about, and nobody says no: packets are dropped.
import {directive} from '../directives.ts';
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, gatewayWords, timedLike} from '../run/words.ts';
import {has, unheard} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

export const packetsDropped: DiagnosisRule = {
	kind: 'packets-dropped',
	summary: 'connections to the app never come about: packets are dropped on the way',
	find(evidence, left) {
		const hit = left.filter(
			(trouble) => has(trouble, 'connection_timeout') || triedElsewhere(trouble, evidence.gateway.options.connectTimeoutMs),
		);
		if (hit.length === 0) return null;
		const {connectTimeoutMs} = evidence.gateway.options;
		const alive = evidence.lives.every(({exits}) => exits.length === 0);
		// What was under way when the packets stopped waits for its answer in vain, and belongs to it.
		const fromMs = hit[0]?.sentMs ?? 0;
		const toMs = hit.at(-1)?.endMs ?? 0;
		const beside = left.filter(
			(trouble) => unheard(trouble) && has(trouble, 'http_response_timeout') && trouble.sentMs >= fromMs - 1500 && trouble.sentMs <= toMs,
		);
		const all = [...new Set([...hit, ...beside])];
		return {
			cause: `connections to the app did not come about within ${connectTimeoutMs} ms; clients got ${clientsGot(all)}${timedLike(hit, {'connect time-out': connectTimeoutMs})}`,
			confidence: alive ? 'certain' : 'likely',
			advice: `Look for a firewall or security group that drops, a full table of connections (nf_conntrack: table full), or a network that is cut; keep ${directive('connectTimeout', evidence.gateway.name)} short.`,
			evidence: gatewayWords(all),
			against: alive ? [] : ['an app’s process ended in this run, too'],
			explains: all,
			rivals: [
				{
					kind: 'backlog-full',
					tell: 'nstat -az TcpExtListenOverflows and ss -ltn where the app runs: a full accept queue drops new connections in silence, too.',
				},
			],
		};
	},
};

/** An attempt took as long as the connect time-out and reached no app, and the next one went well. */
function triedElsewhere({what, causes, journal, sentMs, endMs}: Trouble, connectTimeoutMs: number): boolean {
	return (
		what === 'retried' &&
		causes.size === 0 &&
		endMs - sentMs >= connectTimeoutMs * 0.9 &&
		journal.filter(({step}) => step === 'received').length === 1
	);
}
