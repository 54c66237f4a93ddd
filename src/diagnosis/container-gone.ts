// The whole container of an app died: its name no longer resolves, and packets to its address get no answer, or "no route to host".
import type {ContainerEvent} from '../timeline/timeline.ts';
import {linesOfFailed, rawLines, watchedSpan} from './failed-requests.ts';
import {containerLine} from './process-lines.ts';
import type {DiagnosisRule} from './rule.ts';

export const containerGone: DiagnosisRule = {
	kind: 'container-gone',
	summary: 'the container of an app stopped, address and name included',
	find(timeline, facts) {
		const {fromMs, toMs} = watchedSpan(facts);
		const deaths = timeline.events.filter(
			(event): event is ContainerEvent =>
				event.kind === 'container' && event.part.startsWith('app') && event.action === 'die' && event.atMs >= fromMs && event.atMs <= toMs,
		);
		const [first] = deaths;
		if (first === undefined) return null;
		const lines = linesOfFailed(timeline, facts, [
			'destination_ip_unroutable',
			'connection_timeout',
			'connection_refused',
			'connection_terminated',
			'dns_error',
			'destination_unavailable',
			'http_response_timeout',
		]);
		return {
			cause: `the container of ${first.part} stopped (exit code ${first.exitCode ?? 'unknown'}); its address went with it`,
			confidence: lines.length > 0 ? 'certain' : 'likely',
			advice:
				'Keep the connect time-out short (packets to an address that is gone are dropped in silence, then there is "no route to host"), have more than one upstream, and let the gateway resolve names again after a restart, since the address may change.',
			evidence: [...deaths.slice(0, 3).map(containerLine), ...rawLines(lines)],
			requests: lines.length,
		};
	},
};
