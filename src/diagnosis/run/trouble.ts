// A trouble is a request that did not go well, with all that anyone said of it. Rules explain troubles; what one has explained is no other's.
import type {Outcome} from '../../timeline/sample.ts';
import type {AccessEvent, Cause, GatewayLogEvent, JournalEvent} from '../../timeline/timeline.ts';

export interface Trouble {
	readonly row: number;
	readonly requestId: number;
	readonly sentMs: number;
	/** Infinite where no end was noted. */
	readonly endMs: number;
	/** `retried`: it went well in the end; `slow`: so it did, after much longer than before. */
	readonly what: 'failed' | 'retried' | 'slow';
	readonly outcome: Outcome;
	/** 0 where no status line came. */
	readonly status: number;
	/** What the client got: `502`, `cut`. */
	readonly word: string;
	/** An app took it over, the read time-out passed, and another attempt followed, without a word of the gateway's. */
	readonly timedOutSilently: boolean;
	/** The answer carried the app's own header. */
	readonly byApp: boolean;
	readonly isPost: boolean;
	readonly causes: ReadonlySet<Cause>;
	/** The gateway's lines that name a cause; where it has none, those of gateways behind it. */
	readonly lines: readonly GatewayLogEvent[];
	readonly access: readonly AccessEvent[];
	readonly journal: readonly JournalEvent[];
}

export function has({causes}: Trouble, ...wanted: readonly Cause[]): boolean {
	return wanted.some((cause) => causes.has(cause));
}

/** An app took the request over before the client had its end. Where it went well at last, an attempt before that one. */
export function arrived({journal, endMs, what}: Trouble): boolean {
	return arrivals(journal.filter(({atMs}) => atMs <= endMs)) > wentWell(what);
}

/** No app ever took it over, not even when the client had its end. Where it went well at last, no attempt before that one. */
export function unheard({journal, what}: Trouble): boolean {
	return arrivals(journal) <= wentWell(what);
}

/** The app's own word that it answered each attempt that failed before the request ended; null where it did not. */
export function answeredBefore({journal, endMs, what}: Trouble): JournalEvent | null {
	const received = journal.filter(({step}) => step === 'received').length;
	const answers = journal.filter(({step, atMs}) => step === 'answered' && atMs < endMs);
	return answers.length < received || answers.length <= wentWell(what) ? null : (answers[0] ?? null);
}

/** The last attempt of a request that was tried again is no part of what failed. */
const wentWell = (what: Trouble['what']) => (what === 'retried' ? 1 : 0);

/** Not every app journals both. */
function arrivals(journal: readonly JournalEvent[]): number {
	const count = (wanted: JournalEvent['step']) => journal.filter(({step}) => step === wanted).length;
	return Math.max(count('received'), count('committed'));
}

/** Times between the app's word that it has a request and that it answered it. */
export function serviceMsOf({journal}: Pick<Trouble, 'journal'>): number | null {
	const received = journal.find(({step}) => step === 'received');
	const answered = journal.findLast(({step}) => step === 'answered');
	return received === undefined || answered === undefined ? null : answered.atMs - received.atMs;
}
