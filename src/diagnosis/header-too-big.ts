// The answer's header section did not fit into the gateway's buffer.
import {linesOfFailed, rawLines} from './failed-requests.ts';
import {journalLine} from './journal-line.ts';
import {eventsByRequest} from '../timeline/events-by-request.ts';
import type {DiagnosisRule} from './rule.ts';

export const headerTooBig: DiagnosisRule = {
	kind: 'header-too-big',
	summary: "the answer's headers are larger than the gateway's buffer",
	find(timeline, facts) {
		const lines = linesOfFailed(timeline, facts, ['http_response_header_section_size']);
		if (lines.length === 0) return null;
		const journal = eventsByRequest(timeline.events, 'journal');
		const sized = lines
			.flatMap(({requestId}) => (journal.get(requestId ?? -1) ?? []).find(({headerBytes}) => headerBytes !== undefined) ?? [])
			.sort((a, b) => (a.headerBytes ?? 0) - (b.headerBytes ?? 0));
		const limit = timeline.plan.gateway.options.responseHeaderBytes;
		const smallest = sized[0]?.headerBytes;
		const advice =
			timeline.plan.gateway.name === 'nginx'
				? 'Raise proxy_buffer_size together with proxy_buffers and proxy_busy_buffers_size (nginx refuses the first alone beyond a point); the limit counts the status line and the blank line. Better still, send fewer and smaller headers: cookies are the usual cause.'
				: "Raise the gateway's limit for response headers, or send fewer and smaller ones: cookies are the usual cause.";
		return {
			cause: `the app's headers${smallest === undefined ? '' : ` (from ${smallest} bytes on)`} do not fit into the gateway's ${limit} bytes`,
			confidence: 'certain',
			advice,
			evidence: [...rawLines(lines), ...sized.slice(0, 2).map(journalLine)],
			requests: lines.length,
		};
	},
};
