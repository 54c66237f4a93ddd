// Which app had the last attempt of a request: by the apps' own journals, or by the address that the gateway names, which is known from the
// requests that went well there.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import type {RunEvidence} from './evidence.ts';
import type {Trouble} from './trouble.ts';

export type LastApp = (trouble: Trouble) => string | null;

export function lastApp(evidence: Pick<RunEvidence, 'events' | 'upstreams'>): LastApp {
	const at = appsByAddress(evidence);
	return ({journal, access, lines}) => {
		const arrived = journal.findLast(({step}) => step === 'received')?.part;
		const address =
			access.at(-1)?.upstreamAddresses.at(-1) ?? lines.findLast(({upstreamAddress}) => upstreamAddress !== null)?.upstreamAddress;
		// The gateway's last word counts before the app's: another attempt may have reached nobody.
		return (address === undefined || address === null ? undefined : at.get(address)) ?? arrived ?? null;
	};
}

function appsByAddress({events, upstreams}: Pick<RunEvidence, 'events' | 'upstreams'>): ReadonlyMap<string, string> {
	const at = new Map<string, string>(upstreams.map(({name, port}) => [`${name}:${port}`, name] as const));
	if (upstreams.length < 2) return at;
	const parts = new Map(
		eventsOfKind(events, 'journal').flatMap(({step, requestId, part}) => (step === 'answered' ? [[requestId, part] as const] : [])),
	);
	for (const {requestId, upstreamAddresses} of eventsOfKind(events, 'access')) {
		const [address, ...others] = upstreamAddresses;
		const part = requestId === null || others.length > 0 ? undefined : parts.get(requestId);
		if (part !== undefined && address !== undefined && !at.has(address)) at.set(address, part);
	}

	return at;
}
