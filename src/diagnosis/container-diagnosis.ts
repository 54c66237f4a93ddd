// What live containers tell of a gateway's failures: the checklist, filled in, and what the gateway's log says. This is the document that
// `gatequake diagnose --container` writes as JSON; its schema is docs/container-diagnosis.schema.json.
import type {CheckEntry} from '../report/report.ts';
import type {LogDiagnosis} from './log-diagnosis.ts';

export interface ContainerDiagnosis {
	/** @const 1 */
	readonly schemaVersion: 1;
	readonly tool: {readonly name: string; readonly version: string};
	/** The gateway first. */
	readonly containers: readonly {readonly name: string; readonly image: string; readonly status: string}[];
	readonly checklist: readonly CheckEntry[];
	/** Null where the gateway was not named, or what it prints is no log of it. */
	readonly log: LogDiagnosis | null;
}
