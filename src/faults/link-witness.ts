// How much traffic a fault on a link met: by apps' journals and clients' samples, or by the kernel's counters where the link stands.
import {eventsByRequest} from '../timeline/events-by-request.ts';
import {endedAtMs, requestIdOf, rowsDueIn, sentAtMs, toldSuccess} from '../timeline/sample-rows.ts';
import type {JournalEvent, Witness} from '../timeline/timeline.ts';
import type {LinkCounters} from '../upstreams/upstream.ts';
import type {Collected} from './fault.ts';

/** Apps behind the link, and the time in which it misbehaved. */
export interface LinkSpan {
	readonly apps: readonly string[];
	readonly fromMs: number;
	readonly toMs: number;
}

export type LinkWitness = (collected: Collected, span: LinkSpan) => Witness;

/** Smaller ones a gateway does not send, nor an app. */
export const smallestMessageBytes = 200;

/**
 * Requests that the link held back for this long or longer, or did not let through. Of those that come late to the app: by the time from
 * the client's sending to the app's journal. Of answers: by the time from the app's journal to the client's end.
 */
export function heldBack(direction: 'upstream' | 'downstream', leastMs: number): LinkWitness {
	return ({events, samples}, {apps, fromMs, toMs}) => {
		const journal = eventsByRequest(events, 'journal');
		const {first, end} = rowsDueIn(samples, fromMs, toMs);
		const evidence: string[] = [];
		let count = 0;
		for (let row = first; row < end; row++) {
			const id = requestIdOf(samples, row);
			const request = {
				sentMs: sentAtMs(samples, row),
				endedMs: endedAtMs(samples, row),
				good: toldSuccess(samples, row),
				entries: journal.get(id) ?? [],
			};
			const met = direction === 'upstream' ? onItsWay(request, apps, leastMs) : onItsWayBack(request, apps, leastMs);
			if (met !== null) {
				count += 1;
				if (evidence.length < 3) {
					evidence.push(`request ${id}: ${met}`);
				}
			}
		}

		const what = direction === 'upstream' ? 'requests' : 'answers';
		return {count, unit: `${what} that the link held back or did not let through`, evidence};
	};
}

interface SeenRequest {
	readonly sentMs: number;
	readonly endedMs: number;
	readonly good: boolean;
	/** Of all apps. */
	readonly entries: readonly JournalEvent[];
}

function onItsWay({sentMs, good, entries}: SeenRequest, apps: readonly string[], leastMs: number): string | null {
	const received = entries.find(({step}) => step === 'received');
	if (received === undefined) {
		return good ? null : 'no app had it, by their journals';
	}

	if (!apps.includes(received.part)) {
		return null;
	}

	const tookMs = received.atMs - sentMs;
	return tookMs >= leastMs ? `${received.part}'s journal has it ${tookMs.toFixed(1)} ms after the client sent it` : null;
}

function onItsWayBack({endedMs, good, entries}: SeenRequest, apps: readonly string[], leastMs: number): string | null {
	const answered = entries.find(({step, part}) => step === 'answered' && apps.includes(part));
	if (answered === undefined) {
		return null;
	}

	const tookMs = endedMs - answered.atMs;
	const said = `${answered.part}'s journal says that it answered`;
	if (!good) {
		return `${said}, and the client got no good answer`;
	}

	const again = entries.find(({step, atMs}) => step === 'received' && atMs > answered.atMs);
	if (again !== undefined) {
		return `${said}, and ${again.part} was asked for it after that`;
	}

	return tookMs >= leastMs ? `${said} ${tookMs.toFixed(1)} ms before the client had it` : null;
}

/** What the kernel counted since the effect, or at its end. */
export function kernelWitness(name: keyof typeof kinds, unit: string): LinkWitness {
	return ({events}, {fromMs, toMs}) => {
		const counters = events
			.filter((event) => event.kind === 'counter')
			// Read at its end; others are of other faults on the same time line.
			.filter(({part, name: found, atMs}) => part === 'link' && found === counterName(name) && atMs >= fromMs && atMs <= toMs);
		return {
			count: counters.reduce((sum, {value}) => sum + value, 0),
			unit,
			evidence: counters.map(({value, source}) => `${source}: ${value}`),
		};
	};
}

/** Whether a counter goes up for ever, or tells of the moment. */
const kinds = {accepted: 'total', resets: 'total', 'half-closed': 'moment'} as const;

export function counterName(name: string): string {
	return `link.${name}`;
}

/** Of those that both have: what was added in between. */
export function linkCounters(before: LinkCounters, after: LinkCounters): Readonly<Record<string, number>> {
	return Object.fromEntries(
		Object.entries(kinds).flatMap(([name, kind]) => {
			const [from, to] = [before.counters[name], after.counters[name]];
			return from === undefined || to === undefined ? [] : [[name, kind === 'total' ? to - from : to]];
		}),
	);
}
