// Troubles whose connection to the app ended before the headers of an answer.
import {onlyAnnounced} from './only-announced.ts';
import {has} from './trouble.ts';
import type {Trouble} from './trouble.ts';

export const broken = (left: readonly Trouble[]) => left.filter(isBroken);

/** Its connection to the app ended before the headers, by the gateway's words; or by what the client got, where the gateway has none for it. */
export function isBroken(trouble: Trouble): boolean {
	return (
		has(trouble, 'connection_terminated') ||
		onlyAnnounced(trouble) ||
		(trouble.causes.size === 0 && !trouble.timedOutSilently && (closedOnClient(trouble) || silentlyRetried(trouble)))
	);
}

const closedOnClient = ({outcome}: Trouble) => outcome === 'empty-reply' || outcome === 'reset';

/** An app took an attempt over and did not answer it, and the next attempt went well. */
const silentlyRetried = ({what, journal}: Trouble) =>
	what === 'retried' &&
	journal.filter(({step}) => step === 'received').length > Math.max(1, journal.filter(({step}) => step === 'answered').length);
