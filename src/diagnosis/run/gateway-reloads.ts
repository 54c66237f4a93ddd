// When the gateway was reloaded, by its own log and by the signals that the engine passed on.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import type {ContainerEvent, GatewayLogEvent} from '../../timeline/timeline.ts';
import type {RunEvidence} from './evidence.ts';

export interface GatewayReloads {
	readonly told: readonly GatewayLogEvent[];
	readonly signals: readonly ContainerEvent[];
	readonly spans: readonly {readonly fromMs: number; readonly toMs: number}[];
}

export function gatewayReloads({events, calm}: RunEvidence): GatewayReloads {
	const told = eventsOfKind(events, 'gateway-log').filter(({lifecycle, atMs}) => lifecycle === 'reloaded' && atMs >= calm.toMs - 1500);
	const signals = eventsOfKind(events, 'container').filter(
		({part, action, signal}) => part === 'gateway' && action === 'kill' && signal !== '9' && signal !== 'SIGKILL',
	);
	const spans = [...told, ...signals].map(({atMs, uncertaintyMs}) => ({fromMs: atMs - uncertaintyMs, toMs: atMs + uncertaintyMs}));
	return {told, signals, spans};
}
