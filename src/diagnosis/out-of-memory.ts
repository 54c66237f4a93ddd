// The kernel killed the app because its cgroup was out of memory: once, or again and again.
import {outOfMemoryKills} from '../timeline/out-of-memory-kills.ts';
import {linesOfFailed, rawLines} from './failed-requests.ts';
import {containerLine, counterLine, processLine} from './process-lines.ts';
import type {DiagnosisRule} from './rule.ts';

export const outOfMemory: DiagnosisRule = {
	kind: 'out-of-memory',
	summary: "the kernel's OOM killer ended the app, once or in a loop",
	find(timeline, facts) {
		const kills = outOfMemoryKills(timeline.events);
		const [first] = kills;
		if (first === undefined) return null;
		const lines = linesOfFailed(timeline, facts, [
			'connection_refused',
			'connection_terminated',
			'http_response_incomplete',
			'http_response_timeout',
		]);
		const limit = timeline.plan.upstreams.find(({name}) => name === first.part)?.memoryBytes ?? null;
		const times = kills.length === 1 ? 'once' : `${kills.length} times (a loop: it runs out of memory again after each restart)`;
		return {
			cause: `the kernel's OOM killer ended ${first.part} ${times}`,
			confidence: first.counters.length > 0 && first.engineEvents.length > 0 ? 'certain' : 'likely',
			advice: `Find what grows off the managed heap too, raise the memory limit${limit === null ? '' : ` (${limit} bytes now)`}, or let the app take fewer requests at once; ${kills.length > 1 ? 'a restart does not help here, and a back-off between restarts spares the others.' : 'a restart only buys time.'}`,
			evidence: [
				...first.counters.slice(-2).map(counterLine),
				...first.engineEvents.slice(0, 2).map(containerLine),
				...kills.slice(0, 3).map(({exit}) => processLine(exit)),
				...rawLines(lines, 2),
			],
			requests: lines.length,
		};
	},
};
