// The whole container of an app stopped: its name no longer resolves, and packets to its address get no answer, or "no route to host".
import {containerLine} from '../process-lines.ts';
import {directive} from '../directives.ts';
import {containerEvents, memoryMs, notAtAnother, touched} from '../run/lives.ts';
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {clientsGot, gatewayWords} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

export const containerGone: DiagnosisRule = {
	kind: 'container-gone',
	summary: 'the container of an app stopped, address and name included',
	find(evidence, left) {
		const deaths = containerEvents(evidence, 'app', 'die');
		const [first] = deaths;
		if (first === undefined) return null;
		const open = eventsOfKind(evidence.events, 'process').findLast(({part, what}) => part === first.part && what === 'port-open');
		const toMs = open === undefined || open.atMs < first.atMs ? evidence.span.toMs : open.atMs;
		const near = touched(left, [{fromMs: first.atMs - 100, toMs}], {afterMs: memoryMs(evidence)});
		const hit = notAtAnother(
			evidence,
			near,
			deaths.map(({part}) => part),
		);
		const isBack = containerEvents(evidence, 'app', 'start').some(({part, atMs}) => part === first.part && atMs > first.atMs);
		return {
			cause: `the container of ${first.part} stopped (exit code ${first.exitCode ?? 'unknown'}), and its address went with it${hit.length === 0 ? '' : `; clients got ${clientsGot(hit)}`}`,
			confidence: hit.length > 0 ? 'certain' : 'likely',
			advice: `Keep ${directive('connectTimeout', evidence.gateway.name)} short (packets to an address that is gone are dropped in silence), have more than one upstream, and let the gateway resolve names again: ${directive('resolve', evidence.gateway.name)}.`,
			evidence: [...deaths.slice(0, 3).map(containerLine), ...gatewayWords(hit)],
			explains: hit,
			rivals: isBack
				? [
						{
							kind: 'address-changed',
							tell: 'Compare where the gateway connects to (its log, ss -tn) with the address that the container has now.',
						},
					]
				: [],
		};
	},
};
