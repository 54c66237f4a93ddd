// The kernel's OOM killer ended an app. The wait status 137 alone proves nothing: it is any SIGKILL.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {outOfMemoryKills} from '../../timeline/out-of-memory-kills.ts';
import {containerLine, counterLine, processLine} from '../process-lines.ts';
import type {RunEvidence} from '../run/evidence.ts';
import {growth, memoryMs, touched} from '../run/lives.ts';
import {has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';
import {clientsGot, gatewayWords, names} from '../run/words.ts';
import type {DiagnosisRule, Finding} from '../rule.ts';

export const appOutOfMemory: DiagnosisRule = {
	kind: 'app-out-of-memory',
	summary: "an app used more memory than its limit, and the kernel's OOM killer ended it",
	find(evidence, left) {
		const kills = outOfMemoryKills(evidence.events);
		const [first] = kills;
		if (first === undefined) return workersOutOfMemory(evidence, left);
		const parts = new Set(kills.map(({part}) => part));
		const downs = evidence.lives.flatMap((life) => (parts.has(life.part) ? life.downs : []));
		const hit = touched(left, downs, {afterMs: memoryMs(evidence), beforeMs: 1000});
		const limit = evidence.upstreams.find(({name}) => name === first.part)?.memoryBytes ?? null;
		return {
			cause: `the kernel's OOM killer ended ${names(parts)} ${kills.length === 1 ? 'once' : `${kills.length} times (a loop: each start leaks again)`}${hit.length === 0 ? '' : `; clients got ${clientsGot(hit)}`}`,
			confidence: 'certain',
			advice: `Find the leak, or raise the memory limit${limit === null ? '' : ` (${Math.round(limit / 1_048_576)} MiB now)`}; let the runtime know of the limit (--max-old-space-size, pm.max_requests, worker recycling)${kills.length > 1 ? ', and restart with a growing back-off' : ''}.`,
			evidence: [
				...kills.slice(0, 3).map(({exit}) => processLine(exit)),
				...first.counters.map(counterLine),
				...first.engineEvents.slice(0, 2).map(containerLine),
				...gatewayWords(hit, 2),
			],
			explains: hit,
		};
	},
};

/** The server lives on, and says that a worker of it was killed; the cgroup's counter says by whom. */
function workersOutOfMemory(evidence: RunEvidence, left: readonly Trouble[]): Finding | null {
	const counted = growth(evidence, 'memory.oom_kill');
	const told = eventsOfKind(evidence.events, 'server-log').filter(({meaning}) => meaning === 'worker-killed');
	const hit = left.filter(
		(trouble) =>
			has(trouble, 'connection_terminated', 'http_response_incomplete') &&
			told.some(({atMs, uncertaintyMs}) => Math.abs(trouble.endMs - atMs) <= 2500 + uncertaintyMs),
	);
	if (counted.by <= 0 || told.length === 0 || hit.length === 0) return null;
	return {
		cause: `the kernel's OOM killer ended workers of ${names(told.map(({part}) => part))} ${counted.by} times; clients got ${clientsGot(hit)}`,
		confidence: 'certain',
		advice:
			'Find which requests take so much memory, bound what one may take, and recycle workers (--max-requests); fewer workers share the limit.',
		evidence: [...counted.events.map(counterLine), ...told.slice(0, 2).map(({raw}) => raw), ...gatewayWords(hit, 2)],
		explains: hit,
	};
}
