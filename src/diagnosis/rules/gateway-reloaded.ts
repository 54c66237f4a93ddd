// The gateway was reloaded. That is no failure by itself; it is named where it happened, and with what failed at that time.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {containerLine} from '../process-lines.ts';
import {touched} from '../run/lives.ts';
import {clientsGot, requestWords} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

export const gatewayReloaded: DiagnosisRule = {
	kind: 'gateway-reloaded',
	summary: 'the gateway was reloaded, with or without requests that failed for it',
	find(evidence, left) {
		const told = eventsOfKind(evidence.events, 'gateway-log').filter(
			({lifecycle, atMs}) => lifecycle === 'reloaded' && atMs >= evidence.calm.toMs - 1500,
		);
		const signals = eventsOfKind(evidence.events, 'container').filter(
			({part, action, signal}) => part === 'gateway' && action === 'kill' && signal !== '9' && signal !== 'SIGKILL',
		);
		if (told.length + signals.length === 0) return null;
		const spans = [...told, ...signals].map(({atMs, uncertaintyMs}) => ({fromMs: atMs - uncertaintyMs, toMs: atMs + uncertaintyMs}));
		const hit = touched(left, spans, {afterMs: 500}).filter(({what, byApp}) => what === 'failed' && !byApp);
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
