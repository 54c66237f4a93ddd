// When nobody listened at the gateway's address.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {containerEvents} from './lives.ts';
import type {RunEvidence} from './evidence.ts';

/** From its end, by the engine or the socket table, to its open port. */
export function gatewayDowns(evidence: RunEvidence): readonly {readonly fromMs: number; readonly toMs: number}[] {
	const ports = eventsOfKind(evidence.events, 'process').filter(({part}) => part === 'gateway');
	const ends = [...containerEvents(evidence, 'gateway', 'die'), ...ports.filter(({what}) => what === 'port-closed')].map(({atMs}) => atMs);
	return ends.map((fromMs) => ({
		fromMs,
		toMs: ports.find(({what, atMs}) => what === 'port-open' && atMs > fromMs)?.atMs ?? evidence.span.toMs,
	}));
}
