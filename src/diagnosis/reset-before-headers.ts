// The app closed or reset the connection before it had sent the headers of an answer, and its process lived on.
import {eventsByRequest} from '../timeline/events-by-request.ts';
import {answeredInVain} from './answered-in-vain.ts';
import {linesOfFailed, rawLines, watchedSpan} from './failed-requests.ts';
import {journalLine} from './journal-line.ts';
import type {DiagnosisRule} from './rule.ts';

export const resetBeforeHeaders: DiagnosisRule = {
	kind: 'reset-before-headers',
	summary: 'an app closed or reset the connection before its answer began',
	find(timeline, facts) {
		const inVain = answeredInVain(timeline);
		const lines = linesOfFailed(timeline, facts, ['connection_terminated']).filter((line) => inVain(line) === null);
		if (lines.length === 0) return null;
		const journal = eventsByRequest(timeline.events, 'journal');
		const faulted = lines.flatMap(({requestId}) => (journal.get(requestId ?? -1) ?? []).find(({step}) => step === 'faulted') ?? []);
		const {fromMs, toMs} = watchedSpan(facts);
		const died = timeline.events.some(
			(event) =>
				((event.kind === 'process' && event.what === 'exited') || (event.kind === 'container' && event.action === 'die')) &&
				event.part.startsWith('app') &&
				event.atMs >= fromMs &&
				event.atMs <= toMs,
		);
		// A process that died takes its connections with it: then the resets are a sign, not the cause.
		if (died && faulted.length === 0) return null;
		return {
			cause: 'an app reset or closed connections before it sent the headers of an answer',
			confidence: faulted.length > 0 ? 'certain' : 'likely',
			advice:
				"Look for crashes of workers, an idle time-out of the app that is shorter than the gateway's keep-alive to it (keep the app's longer), and full accept queues; let the gateway try idempotent requests again, and POSTs only where they carry a key.",
			evidence: [...rawLines(lines), ...faulted.slice(0, 3).map(journalLine)],
			requests: lines.length,
		};
	},
};
