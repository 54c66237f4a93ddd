// Turns requests that have ended into rows, and hands the rows over in batches.
import {emptyRow, RowBatch, type Row} from './rows.ts';
import {never, outcomes, sampleFlags, type Outcome} from '../timeline/sample.ts';
import type {Connection, Exchange} from './connection.ts';

const rowsInBatch = 4096;

export class RowWriter {
	readonly #batch = new RowBatch(rowsInBatch);
	readonly #row: Row = emptyRow();
	readonly #onRows: (rows: Uint8Array<ArrayBuffer>) => void;

	constructor(onRows: (rows: Uint8Array<ArrayBuffer>) => void) {
		this.#onRows = onRows;
	}

	/** Instants are CLOCK_MONOTONIC in ms. Gives the row, which is used again for the next one. */
	ended(exchange: Exchange, connection: Connection, end: {readonly outcome: Outcome; readonly atMs: number; readonly t0Ms: number}): Row {
		const {outcome, t0Ms} = end;
		const dueAtMs = t0Ms + exchange.dueMs;
		const {parser} = connection;
		const head = outcome === 'unsent' ? null : parser.head;
		const row = this.#row;
		row.id = exchange.id;
		row.firstId = exchange.firstId;
		row.dueMs = exchange.dueMs;
		row.sentUs = outcome === 'unsent' ? never : microseconds(exchange.sentAtMs - dueAtMs);
		row.firstByteUs = parser.started ? microseconds(connection.firstByteAtMs - dueAtMs) : never;
		row.endUs = microseconds(end.atMs - dueAtMs);
		row.status = head?.status ?? 0;
		row.outcome = outcomeIndex.get(outcome) ?? 0;
		row.upstream = head?.app ?? 0;
		const answeredByApp = row.upstream > 0 ? sampleFlags.answeredByApp : 0;
		row.flags = (exchange.post ? sampleFlags.post : 0) | (connection.reused ? sampleFlags.reused : 0) | answeredByApp;
		this.#push();
		return row;
	}

	unsent({id, firstId, dueMs, post}: Pick<Exchange, 'id' | 'firstId' | 'dueMs' | 'post'>, lateMs: number): void {
		const row = this.#row;
		row.id = id;
		row.firstId = firstId;
		row.dueMs = dueMs;
		row.sentUs = never;
		row.firstByteUs = never;
		row.endUs = microseconds(lateMs);
		row.status = 0;
		row.outcome = outcomeIndex.get('unsent') ?? 0;
		row.flags = post ? sampleFlags.post : 0;
		row.upstream = 0;
		this.#push();
	}

	flush(): void {
		const rows = this.#batch.take();
		if (rows !== null) this.#onRows(rows);
	}

	#push(): void {
		if (this.#batch.full) this.flush();
		this.#batch.push(this.#row);
	}
}

const outcomeIndex: ReadonlyMap<Outcome, number> = new Map(outcomes.map((outcome, index) => [outcome, index]));

function microseconds(ms: number): number {
	return Math.max(0, Math.round(ms * 1000));
}
