// What logs tell of failures: when, where and why, what proves it, what to check and to change, and what was not understood. This is the
// document that `gatequake diagnose` writes as JSON; its schema is log-diagnosis.schema.json beside the reports'.
import type {Cause} from '../timeline/cause.ts';
import type {Phase, Role} from './signature.ts';

export interface LogDiagnosis {
	/** @const 1 */
	readonly schemaVersion: 1;
	readonly tool: {readonly name: string; readonly version: string};
	readonly files: readonly DiagnosedFile[];
	/** Of what was read and lies within the window asked for; ISO 8601, null where no line had a time. */
	readonly from: string | null;
	readonly to: string | null;
	readonly window: {readonly since: string | null; readonly until: string | null};
	/** Null where no access log was given. */
	readonly requests: RequestCounts | null;
	/** Why requests failed, the likeliest first. */
	readonly causes: readonly LogCause[];
	/** What followed from these, what clients did, and signs of strain. */
	readonly alsoSeen: readonly LogCause[];
	/** Starts, stops and reloads. */
	readonly life: readonly LogCause[];
	readonly notUnderstood: {
		readonly lines: number;
		readonly shapes: readonly {readonly shape: string; readonly count: number; readonly example: string}[];
	};
}

export interface DiagnosedFile {
	readonly name: string;
	/** Formats that its lines have, the most frequent first. */
	readonly formats: readonly string[];
	readonly bytes: number;
	readonly lines: number;
	readonly understood: number;
	readonly notUnderstood: number;
	readonly outsideWindow: number;
	/** The last line has no end: the file was cut, or is being written. */
	readonly endsMidLine: boolean;
}

export interface RequestCounts {
	readonly total: number;
	readonly byStatus: Readonly<Record<string, number>>;
	/** Of the statuses that say why a gateway failed. */
	readonly failures: readonly StatusCount[];
}

export interface StatusCount {
	readonly status: number;
	readonly count: number;
	readonly first: string | null;
	readonly last: string | null;
	readonly overTime: OverTime | null;
	readonly upstreams: readonly NameCount[];
	/** Made by the upstream, by the gateway, and by nobody knows whom. */
	readonly byUpstream: number;
	readonly byGateway: number;
	/** How long most of them took, in seconds, where they agree: a time-out. */
	readonly tookSeconds: number | null;
}

export interface LogCause {
	/** `nginx.connect-refused`: a row of docs/diagnosis.md; or a rule's own: `app-answered`. */
	readonly id: string;
	readonly source: string;
	/** A word of RFC 9209, null where there is none for it. */
	readonly cause: Cause | null;
	readonly role: Role;
	readonly phase: Phase;
	readonly meaning: string;
	readonly confidence: 'certain' | 'likely' | 'possible';
	/** Lines that say so. */
	readonly count: number;
	/** What clients get for it. */
	readonly status: string;
	readonly first: string | null;
	readonly last: string | null;
	readonly overTime: OverTime | null;
	readonly upstreams: readonly NameCount[];
	readonly check: string;
	readonly change: string;
	/** Why it stands where it stands, and what speaks for or against it. */
	readonly notes: readonly string[];
	/** What the config says of directives that `change` names, where a config was given. */
	readonly settings?: readonly Setting[];
	readonly lines: readonly string[];
}

export interface Setting {
	readonly directive: string;
	readonly value: string;
	/** `/etc/nginx/nginx.conf, line 12, in server` */
	readonly where: string;
}

export interface OverTime {
	readonly from: string;
	/** Of a column. */
	readonly widthMs: number;
	readonly counts: readonly number[];
}

export interface NameCount {
	readonly name: string;
	readonly count: number;
}
