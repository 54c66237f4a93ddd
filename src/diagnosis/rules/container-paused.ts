// The engine paused the app's container: its port is open, the kernel accepts for it, and nobody answers.
import {containerLine} from '../process-lines.ts';
import {containerEvents, memoryMs, notAtAnother, touched} from '../run/lives.ts';
import {clientsGot, gatewayWords} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

export const containerPaused: DiagnosisRule = {
	kind: 'container-paused',
	summary: "an app's container was paused",
	find(evidence, left) {
		const pauses = containerEvents(evidence, 'app', 'pause', 'unpause');
		const [first] = pauses.filter(({action}) => action === 'pause');
		if (first === undefined) return null;
		const until = pauses.find(({action}) => action === 'unpause')?.atMs ?? evidence.span.toMs;
		const near = touched(left, [{fromMs: first.atMs - 50, toMs: until}], {afterMs: memoryMs(evidence)});
		const hit = notAtAnother(
			evidence,
			near,
			pauses.map(({part}) => part),
		);
		return {
			cause: `the engine paused the container of ${first.part}; clients got ${clientsGot(hit)}`,
			confidence: hit.length > 0 ? 'certain' : 'likely',
			advice: 'Find who paused it (a snapshot, a backup, a person: docker events), and take it out of the gateway before.',
			evidence: [...pauses.slice(0, 2).map(containerLine), ...gatewayWords(hit)],
			explains: hit,
		};
	},
};
