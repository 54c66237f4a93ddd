// The kernel throttled the app: its cgroup used up its share of the processor.
import {counterLine} from '../process-lines.ts';
import {growth} from '../run/lives.ts';
import {clientsGot, gatewayWords, timedLike} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {DiagnosisRule} from '../rule.ts';

/** Periods of 100 ms; fewer are a short burst. */
const periods = 5;

export const cpuStarved: DiagnosisRule = {
	kind: 'cpu-starved',
	summary: "an app's cgroup is throttled: it gets too little of the processor",
	find(evidence, left) {
		const throttled = growth(evidence, 'cpu.throttled');
		if (throttled.by < periods) return null;
		const hit = left.filter(
			(trouble) =>
				trouble.what !== 'failed' ||
				has(trouble, 'http_response_timeout', 'connection_timeout', 'connection_read_timeout') ||
				!trouble.byApp,
		);
		if (hit.length === 0) return null;
		return {
			cause: `the kernel throttled the app in ${throttled.by} periods; clients got ${clientsGot(hit)}${timedLike(hit, {'read time-out': evidence.gateway.options.readTimeoutMs})}`,
			confidence: 'certain',
			advice:
				'Raise the limit of the processor (--cpus, resources.limits.cpu), or lower the load on one app; nr_throttled in cpu.stat shows whether it is enough.',
			evidence: [...throttled.events.map(counterLine), ...gatewayWords(hit)],
			explains: hit,
		};
	},
};
