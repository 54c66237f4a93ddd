// What a gateway's config does to requests once something fails: the findings, and the scenarios that show each of them. This is the
// document that `gatequake lint` writes as JSON; its schema is docs/linting.schema.json.

/** `error`: requests fail or are done twice as it stands; `warning`: a small failure becomes a large one; `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

export interface ConfigLint {
	/** @const 1 */
	readonly schemaVersion: 1;
	readonly tool: {readonly name: string; readonly version: string};
	readonly gateway: string;
	readonly files: readonly string[];
	/** Names of included files that could not be read: what they say is not known. */
	readonly notRead: readonly string[];
	/** What was said of the other parts of the chain. */
	readonly chain: ChainFacts;
	/** The worst first, then in the order of the config. */
	readonly findings: readonly Finding[];
	/** Rules that were told to be silent. */
	readonly allowed: readonly string[];
	readonly counts: {readonly error: number; readonly warning: number; readonly note: number};
	/** Runs the scenarios of all findings; null where there are none. */
	readonly run: string | null;
}

export interface Finding {
	/** A row of docs/linting.md: `name-looked-up-once`. */
	readonly rule: string;
	readonly severity: Severity;
	/** Null where the text came without a name. */
	readonly file: string | null;
	readonly line: number;
	/** Other places with the same finding: `/etc/nginx/a.conf:12`. */
	readonly alsoAt: readonly string[];
	/** The lines, or the block, that it is about. */
	readonly what: string;
	readonly why: string;
	/** What to write instead. */
	readonly change: string;
	/** Scenarios that show what it leads to, and that the change helps. */
	readonly scenarios: readonly string[];
}

/** What the config itself does not say: time-outs and sizes of the parts before and behind the gateway. Null where it is not known. */
export interface ChainFacts {
	/** After which what stands in front of the gateway (a balancer, a CDN, a client) gives a request up. */
	readonly frontTimeoutMs: number | null;
	/** For how long what stands in front keeps idle connections to the gateway. */
	readonly frontKeepaliveMs: number | null;
	/** After which the app gives a request up itself. */
	readonly appTimeoutMs: number | null;
	/** For how long the app keeps idle connections. */
	readonly appKeepaliveMs: number | null;
	/** The largest header section of an answer, status line and blank line included. */
	readonly headerBytes: number | null;
	/** Answers that the gateway's log says were refused for the size of their headers. */
	readonly headersRefused: number | null;
}

/** Where a finding stands. */
export interface Place {
	readonly line: number;
	readonly file: string | null;
}

/** One place where a rule was broken. */
export interface Occurrence {
	readonly place: Place;
	readonly what: string;
	readonly why: string;
	readonly change: string;
}

export interface LintRule<Config> {
	readonly id: string;
	readonly severity: Severity;
	/** What is wrong, for the table of rules. */
	readonly title: string;
	readonly scenarios: readonly string[];
	readonly find: (config: Config, chain: ChainFacts) => readonly Occurrence[];
}
