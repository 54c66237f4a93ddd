// The app's process ended (a signal, a crash, a restart) while its container lived on: the port was closed, and connections refused.
import type {ProcessEvent} from '../timeline/timeline.ts';
import {linesOfFailed, rawLines} from './failed-requests.ts';
import {outOfMemoryKills} from './out-of-memory-kills.ts';
import {processLine} from './process-lines.ts';
import type {DiagnosisRule} from './rule.ts';

export const appKilled: DiagnosisRule = {
	kind: 'app-killed',
	summary: 'the process of an app was killed, crashed or was restarted; its container lived on',
	find(timeline, facts) {
		const {events} = timeline;
		const ooms = outOfMemoryKills(events);
		const ends = events.filter(
			(event): event is ProcessEvent =>
				event.kind === 'process' && event.what === 'exited' && event.part.startsWith('app') && !ooms.some((oom) => oom.exit === event),
		);
		const [first] = ends;
		if (first === undefined) return null;
		const after = facts.windows.baseline.fromMs;
		const relevant = ends.filter(({atMs}) => atMs >= after);
		const lines = linesOfFailed(timeline, facts, ['connection_refused', 'connection_terminated', 'http_response_incomplete']);
		if (relevant.length === 0 || lines.length === 0) return null;

		const parts = new Set(relevant.map(({part}) => part));
		const around = events.filter(
			(event): event is ProcessEvent => event.kind === 'process' && parts.has(event.part) && event.atMs >= after,
		);
		const back = around.some(({what}) => what === 'port-open');
		return {
			cause: `the process of ${[...parts].join(', ')} ended (${relevant.map(({exitCode}) => `wait status ${exitCode ?? 'unknown'}`)[0]}) and its port was closed`,
			confidence: 'certain',
			advice: back
				? 'Let a second upstream take over while one restarts (several servers in the upstream group, next-upstream on), shorten the restart, and stop the app gracefully on deploys.'
				: 'Nothing restarted the app: run it under a supervisor with a restart policy, and give the gateway a second upstream.',
			evidence: [...around.slice(0, 5).map(processLine), ...rawLines(lines)],
			requests: lines.length,
		};
	},
};
