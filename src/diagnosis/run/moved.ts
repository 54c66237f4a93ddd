// Whether an app came back at another address, by the engine's word, or by where the gateway says that it got the app's answers.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import type {RunEvidence} from './evidence.ts';

export interface Moved {
	readonly part: string;
	readonly from: string;
	readonly to: string;
	/** Who says so. */
	readonly by: 'the engine' | 'the gateway’s access log';
}

/** Null where it is at the address where it was, and where nobody knows. */
export function movedOf(evidence: RunEvidence, part: string, diedMs: number): Moved | null {
	return movedByEngine(evidence, part) ?? movedByAnswers(evidence, part, diedMs);
}

function movedByEngine({events, upstreams}: RunEvidence, part: string): Moved | null {
	const from = upstreams.find(({name}) => name === part)?.address ?? null;
	const to = eventsOfKind(events, 'container').find(
		(event) => event.part === part && event.address !== undefined && event.address !== from,
	)?.address;
	return from === null || to === undefined ? null : {part, from, to, by: 'the engine'};
}

/** An answer of this app came from one address before it died, and another one came from elsewhere after that. */
function movedByAnswers({events}: RunEvidence, part: string, diedMs: number): Moved | null {
	const answered = new Set(
		eventsOfKind(events, 'journal').flatMap((event) => (event.part === part && event.step === 'answered' ? event.requestId : [])),
	);
	const hosts = eventsOfKind(events, 'access').flatMap(({requestId, upstreamAddresses, atMs}) => {
		const host = upstreamAddresses.at(-1)?.replace(/:\d+$/, '') ?? '';
		return requestId !== null && answered.has(requestId) && /^\d+(?:\.\d+){3}$/.test(host) ? [{host, atMs}] : [];
	});
	const from = hosts.findLast(({atMs}) => atMs < diedMs)?.host;
	const to = hosts.find(({host, atMs}) => atMs > diedMs && host !== from)?.host;
	return from === undefined || to === undefined ? null : {part, from, to, by: 'the gateway’s access log'};
}
