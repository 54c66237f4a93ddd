// The queue of connections that the kernel accepts for the app was full: the app does not accept.
import {counterLine} from '../process-lines.ts';
import {growth} from '../run/lives.ts';
import {clientsGot, gatewayWords} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {DiagnosisRule} from '../rule.ts';

export const backlogFull: DiagnosisRule = {
	kind: 'backlog-full',
	summary: "the app's accept queue overflowed, and the kernel dropped new connections",
	find(evidence, left) {
		const overflows = growth(evidence, 'tcp.ListenOverflows');
		const hit = left.filter((trouble) =>
			has(trouble, 'connection_timeout', 'http_response_timeout', 'connection_limit_reached', 'connection_refused'),
		);
		if (overflows.by === 0 || hit.length === 0) return null;
		const [{name, backlog} = {name: 'the app', backlog: 0}] = evidence.upstreams;
		return {
			cause: `the accept queue of ${name} (backlog ${backlog}) overflowed ${overflows.by} times; clients got ${clientsGot(hit)}`,
			confidence: 'certain',
			advice:
				'Find why the app does not accept (stopped, blocked, too few workers); then raise listen()’s backlog and net.core.somaxconn, which only help against bursts.',
			evidence: [...overflows.events.map(counterLine), ...gatewayWords(hit)],
			explains: hit,
		};
	},
};
