// Answers were cut in mid-body: the status was sent, and logged, before it went wrong.
import {eventsByRequest} from '../timeline/events-by-request.ts';
import {requestIdOf} from '../timeline/sample-rows.ts';
import {requestLines} from '../expectations/request-line.ts';
import {failedWith, linesOfFailed, rawLines} from './failed-requests.ts';
import type {DiagnosisRule} from './rule.ts';

export const cutBody: DiagnosisRule = {
	kind: 'cut-body',
	summary: 'answers ended before they were whole, although the access log may say 200',
	find(timeline, facts) {
		const rows = failedWith(timeline, facts, ['cut', 'altered']);
		if (rows.length === 0) return null;
		const access = eventsByRequest(timeline.events, 'access');
		const loggedOk = rows.filter((row) => (access.get(requestIdOf(timeline.samples, row)) ?? []).some(({status}) => status === 200));
		const lines = linesOfFailed(timeline, facts, ['http_response_incomplete', 'http_response_transfer_coding', 'connection_read_timeout']);
		return {
			cause: `${rows.length} answers were cut in mid-body${loggedOk.length > 0 ? `; the access log shows ${loggedOk.length} of them as 200` : ''}`,
			confidence: lines.length > 0 ? 'certain' : 'likely',
			advice:
				'Do not count statuses to see this: watch the error log for closed or reset upstream connections, have clients check the length, and look at the app for crashes, deploys without draining, and its own write time-out.',
			evidence: [...rawLines(lines), ...requestLines(timeline.samples, rows, 3)],
			requests: rows.length,
		};
	},
};
