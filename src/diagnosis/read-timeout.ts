// The app was slow or hung, and the gateway gave up waiting for its answer.
import {quantile} from '../timeline/quantiles.ts';
import {latencyMs} from '../timeline/sample-rows.ts';
import {answeredInVain} from './answered-in-vain.ts';
import {clientsGot, linesOfFailed, rawLines, rowsOfLines} from './failed-requests.ts';
import type {DiagnosisRule} from './rule.ts';

export const readTimeout: DiagnosisRule = {
	kind: 'read-timeout',
	summary: "the app took longer than the gateway's read time-out",
	find(timeline, facts) {
		const inVain = answeredInVain(timeline);
		const lines = linesOfFailed(timeline, facts, ['http_response_timeout', 'connection_read_timeout']).filter(
			(line) => inVain(line) === null,
		);
		if (lines.length === 0) return null;
		const rows = rowsOfLines(timeline, lines);
		const median = quantile(rows.map((row) => latencyMs(timeline.samples, row)).filter(Number.isFinite), 0.5);
		const configuredMs = timeline.plan.gateway.options.readTimeoutMs;
		const ofNginx = timeline.plan.gateway.name === 'nginx' ? ' nginx answers 504 to a read time-out, not 502 as many guides say.' : '';
		return {
			cause: `the app did not answer within the gateway's read time-out of ${configuredMs} ms; clients got ${clientsGot(timeline, rows)}${median === null ? '' : `, half of them within ${median.toFixed(0)} ms`}`,
			confidence: 'certain',
			advice: `Find what the app waits for (a lock, a pool, a dependency) before you raise the time-out: a longer one ties up more connections.${ofNginx}`,
			evidence: rawLines(lines, 5),
			requests: lines.length,
		};
	},
};
