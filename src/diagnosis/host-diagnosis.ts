// What a plain machine tells of a gateway's failures: the checklist, filled in, and what the logs say. This is the document that
// `gatequake diagnose --host` writes as JSON; its schema is docs/host-diagnosis.schema.json.
import type {CheckEntry} from '../report/report.ts';
import type {LogDiagnosis} from './log-diagnosis.ts';

export interface HostDiagnosis {
	/** @const 1 */
	readonly schemaVersion: 1;
	readonly tool: {readonly name: string; readonly version: string};
	readonly host: string;
	/** ISO 8601. */
	readonly at: string;
	/** Kind of the gateway; null where none was named and none was found. */
	readonly gateway: string | null;
	/** The command that printed its config, or whom it was asked of; null where it tells none, or not to us. */
	readonly configBy: string | null;
	readonly checklist: readonly CheckEntry[];
	/** Null where no log could be read. */
	readonly log: LogDiagnosis | null;
	/** What nobody let us see, and why. */
	readonly notSeen: readonly string[];
}
