// The gateway was reloaded. That is no failure by itself; it is named where it happened, and with what failed or waited at that time.
import {containerLine} from '../process-lines.ts';
import {elsewhere} from '../run/elsewhere.ts';
import {gatewayReloads} from '../run/gateway-reloads.ts';
import {touched} from '../run/lives.ts';
import {clientsGot, requestWords} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

/** How long after its word a reload may still hold requests up: workers end, and new ones start. */
const aftermathMs = 2000;

export const gatewayReloaded: DiagnosisRule = {
	kind: 'gateway-reloaded',
	summary: 'the gateway was reloaded, with or without requests that failed for it',
	find(evidence, left) {
		const {told, signals, spans} = gatewayReloads(evidence);
		if (told.length + signals.length === 0) return null;
		// A reload is no reason for what the gateway says of its upstreams.
		const failed = touched(left, spans, {afterMs: 500}).filter(({what, byApp, causes}) => what === 'failed' && !byApp && causes.size === 0);
		const slow = left.filter((trouble) => trouble.what === 'slow' && elsewhere(trouble));
		const held = touched(slow, spans, {afterMs: aftermathMs});
		const hit = [...failed, ...(held.length >= slow.length * 0.8 ? held : [])];
		return {
			cause: `the gateway was reloaded${hit.length === 0 ? '; no request failed for it' : `; clients got ${clientsGot(hit)} meanwhile`}`,
			confidence: hit.length === 0 ? 'possible' : 'likely',
			advice:
				'Reload rarely and not under load where connections matter; let old workers end what they have (worker_shutdown_timeout, hard-stop-after, GracefulShutdownTimeout), and try a config before (nginx -t, haproxy -c).',
			evidence: [...signals.slice(0, 2).map(containerLine), ...told.slice(0, 2).map(({raw}) => raw), ...requestWords(hit)],
			explains: hit,
		};
	},
};
