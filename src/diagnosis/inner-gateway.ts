// A gateway behind the one under test failed requests, and says why in its own log; the one under test only passed its answers on.
import {eventsByRequest} from '../timeline/events-by-request.ts';
import {requestIdOf} from '../timeline/sample-rows.ts';
import type {GatewayLogEvent} from '../timeline/timeline.ts';
import {clientsGot, failedRows, rawLines, rowsOfLines} from './failed-requests.ts';
import type {DiagnosisRule} from './rule.ts';

export const innerGateway: DiagnosisRule = {
	kind: 'inner-gateway',
	summary: 'a gateway behind the one under test names the cause, and the one under test none',
	find(timeline, facts) {
		const own = eventsByRequest(timeline.events, 'gateway-log');
		const inner = eventsByRequest(timeline.events, 'gateway-log', 'inner');
		const lines = failedRows(timeline, facts).flatMap((row) => {
			const id = requestIdOf(timeline.samples, row);
			return own.get(id)?.some(named) === true ? [] : (inner.get(id)?.findLast(named) ?? []);
		});
		if (lines.length === 0) return null;
		const words = [...Map.groupBy(lines, ({part, cause}) => `${part} says ${cause}`)].map(([what, said]) => `${what} (${said.length})`);
		return {
			cause: `a gateway behind this one failed the requests: ${words.join(', ')}; clients got ${clientsGot(timeline, rowsOfLines(timeline, lines))}`,
			confidence: 'certain',
			advice: 'Look in the log of the inner gateway, and at what it leads to: the outer one only passed its answers on.',
			evidence: rawLines(lines, 5),
			requests: lines.length,
		};
	},
};

function named({cause}: GatewayLogEvent): boolean {
	return cause !== null;
}
