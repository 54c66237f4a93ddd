// A spread over time as the document has it.
import type {OverTime} from '../log-diagnosis.ts';
import type {TimeSpread} from './time-spread.ts';

export function overTime(spread: TimeSpread): OverTime | null {
	const columns = spread.columns(60);
	return columns === null ? null : {from: new Date(columns.fromMs).toISOString(), widthMs: columns.widthMs, counts: columns.counts};
}

/** Null where the instant is none: a line without a time, a window without an end. */
export function isoOf(wallMs: number): string | null {
	return Number.isFinite(wallMs) ? new Date(wallMs).toISOString() : null;
}
