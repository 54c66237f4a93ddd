// A signature is one thing that a program says in its log, and what it means: the one place where the words of a gateway, an app
// server, a kernel or a supervisor are tied to a neutral cause. Gateways' log readers and the diagnosis of files both look it up here.
import type {Cause} from '../timeline/cause.ts';
import type {GatewayLogEvent} from '../timeline/timeline.ts';

/** What a line tells: that a request failed, and why; what follows from failures before it; that a limit is near; what a client did; what became of a process; nothing. */
export type Role = 'failure' | 'consequence' | 'strain' | 'client' | 'life' | 'quiet';

/** Where it happened on a request's way, or beside it. */
export type Phase =
	| 'start'
	| 'client'
	| 'name'
	| 'queue'
	| 'connect'
	| 'tls'
	| 'send'
	| 'headers'
	| 'body'
	| 'health'
	| 'process'
	| 'memory'
	| 'network';

/** What a person reads of a signature. */
export interface SignatureWords {
	/** What happened, as part of a sentence. */
	readonly meaning: string;
	readonly check: string;
	/** What to change, the directive by name. */
	readonly change: string;
	/** Where in that program the line is written, or the page that documents it. */
	readonly source: string;
	/** Where the line tells of the gateway's own life. */
	readonly lifecycle?: NonNullable<GatewayLogEvent['lifecycle']>;
}

export interface Signature extends SignatureWords {
	/** Unique within its source. */
	readonly id: string;
	/** Tried against the line's own words, without time, level and request: see `Subjects` in docs/diagnosis.md. */
	readonly pattern: RegExp;
	readonly role: Role;
	readonly phase: Phase;
	readonly cause: Cause | null;
	/** What clients get, in words: `502`, `cut, logged as 200`. */
	readonly status: string;
}

export function signature(
	id: string,
	pattern: RegExp,
	[role, phase, cause, status]: readonly [Role, Phase, Cause | null, string],
	words: SignatureWords,
): Signature {
	return {id, pattern, role, phase, cause, status, ...words};
}

/** A line that tells of nothing wrong. It is known, so that it does not count as one that was not understood. */
export function quiet(id: string, pattern: RegExp, meaning: string, source: string): Signature {
	return {id, pattern, role: 'quiet', phase: 'process', cause: null, status: 'none', meaning, check: '', change: '', source};
}
