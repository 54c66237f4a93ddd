// The app's process ended (a signal, a crash, a restart) while its container lived on: the port was closed, and connections refused.
import type {ProcessEvent} from '../timeline/timeline.ts';
import {outOfMemoryKills} from '../timeline/out-of-memory-kills.ts';
import {linesOfFailed, rawLines, watchedSpan} from './failed-requests.ts';
import {processLine} from './process-lines.ts';
import type {DiagnosisRule} from './rule.ts';

export const appKilled: DiagnosisRule = {
	kind: 'app-killed',
	summary: 'the process of an app was killed, crashed or was restarted; its container lived on',
	find(timeline, facts) {
		const {fromMs, toMs} = watchedSpan(facts);
		const ooms = outOfMemoryKills(timeline.events);
		const processes = timeline.events.filter(
			(event): event is ProcessEvent =>
				event.kind === 'process' && event.part.startsWith('app') && event.atMs >= fromMs && event.atMs <= toMs,
		);
		const ends = processes.filter((event) => event.what === 'exited' && !ooms.some((oom) => oom.exit === event));
		const lines = linesOfFailed(timeline, facts, ['connection_refused', 'connection_terminated', 'http_response_incomplete']);
		const [first] = ends;
		if (first === undefined || lines.length === 0) return null;

		const parts = new Set(ends.map(({part}) => part));
		const around = processes.filter(({part}) => parts.has(part));
		const back = around.some(({what, atMs}) => what === 'port-open' && atMs > first.atMs);
		return {
			cause: `the process of ${[...parts].join(', ')} ended (wait status ${first.exitCode ?? 'unknown'}) and its port was closed`,
			confidence: 'certain',
			advice: back
				? 'Let a second upstream take over while one restarts (several servers in the upstream group, next-upstream on), shorten the restart, and stop the app gracefully on deploys.'
				: 'Nothing restarted the app: run it under a supervisor with a restart policy, and give the gateway a second upstream.',
			evidence: [...around.slice(0, 5).map(processLine), ...rawLines(lines)],
			requests: lines.length,
		};
	},
};
