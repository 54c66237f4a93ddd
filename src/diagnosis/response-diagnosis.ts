// What one response tells of who made an error, and why: its status, headers and body, and how long it took. This is the document that
// `gatequake diagnose --url` writes as JSON; its schema is docs/response-diagnosis.schema.json.
import type {Cause} from '../timeline/cause.ts';

export interface ResponseDiagnosis {
	/** @const 1 */
	readonly schemaVersion: 1;
	readonly tool: {readonly name: string; readonly version: string};
	/** Null for a response that was saved. */
	readonly url: string | null;
	/** Null where no answer came. */
	readonly status: number | null;
	readonly tookMs: number | null;
	readonly madeBy: MadeBy;
	/** What may have led to it; several where the response does not tell them apart. */
	readonly causes: readonly Cause[];
	readonly meaning: string;
	readonly check: string;
	readonly change: string;
	/** Headers and parts of the body that say so. */
	readonly evidence: readonly string[];
}

export interface MadeBy {
	/** `gateway`: its own page; `app`: passed on by it; `nobody`: no answer came. */
	readonly who: 'gateway' | 'app' | 'nobody' | 'unknown';
	/** Product and version as far as the response says. */
	readonly name: string | null;
	readonly confidence: 'certain' | 'likely' | 'possible';
}

export interface SeenResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: ReadonlyMap<string, string>;
	/** Its beginning. */
	readonly body: string;
	readonly tookMs: number | null;
}
