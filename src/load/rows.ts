// One row per try of a request, 33 bytes, as it leaves the generator. Rows leave in the order in which requests end, not in the order of their due times.
// Layout (little endian): f64 due (ms since t0), u32 id, i32 sent, i32 first byte, i32 end (µs after due), u16 status, u8 outcome, u8 flags,
// u8 upstream, u32 id of the first try.
import {never} from '../timeline/sample.ts';

export const rowBytes = 33;

export interface Row {
	id: number;
	/** Id of the first try of the same client request; its own where it is that. */
	firstId: number;
	/** When the request was due, ms since t0. */
	dueMs: number;
	/** µs after due; `never` where it did not come to that. */
	sentUs: number;
	firstByteUs: number;
	endUs: number;
	status: number;
	/** Index into `outcomes`. */
	outcome: number;
	/** Bits of `sampleFlags`. */
	flags: number;
	upstream: number;
}

export function emptyRow(): Row {
	return {id: 0, firstId: 0, dueMs: 0, sentUs: never, firstByteUs: never, endUs: never, status: 0, outcome: 0, flags: 0, upstream: 0};
}

/** Collects rows in memory that is fixed from the start, and hands them over in batches. */
export class RowBatch {
	readonly #capacity: number;
	#view: DataView<ArrayBuffer>;
	#count = 0;

	constructor(capacity: number) {
		this.#capacity = capacity;
		this.#view = new DataView(new ArrayBuffer(capacity * rowBytes));
	}

	get full(): boolean {
		return this.#count === this.#capacity;
	}

	push(row: Readonly<Row>): void {
		encodeRow(this.#view, this.#count * rowBytes, row);
		this.#count++;
	}

	/** The rows so far, in memory of their own; null where there are none. */
	take(): Uint8Array<ArrayBuffer> | null {
		if (this.#count === 0) return null;
		const bytes = new Uint8Array(this.#view.buffer.slice(0, this.#count * rowBytes));
		this.#count = 0;
		return bytes;
	}
}

export function encodeRow(view: DataView, at: number, row: Readonly<Row>): void {
	view.setFloat64(at, row.dueMs, true);
	view.setUint32(at + 8, row.id, true);
	view.setInt32(at + 12, row.sentUs, true);
	view.setInt32(at + 16, row.firstByteUs, true);
	view.setInt32(at + 20, row.endUs, true);
	view.setUint16(at + 24, row.status, true);
	view.setUint8(at + 26, row.outcome);
	view.setUint8(at + 27, row.flags);
	view.setUint8(at + 28, row.upstream);
	view.setUint32(at + 29, row.firstId, true);
}

/** Calls `visit` for each row; the object is used again for the next one. */
export function decodeRows(payload: Uint8Array, visit: (row: Readonly<Row>) => void): void {
	if (payload.byteLength % rowBytes !== 0) {
		throw new RangeError(`expected rows of ${rowBytes} bytes, got ${payload.byteLength} bytes`);
	}
	const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
	const row = emptyRow();
	for (let at = 0; at < payload.byteLength; at += rowBytes) {
		row.dueMs = view.getFloat64(at, true);
		row.id = view.getUint32(at + 8, true);
		row.sentUs = view.getInt32(at + 12, true);
		row.firstByteUs = view.getInt32(at + 16, true);
		row.endUs = view.getInt32(at + 20, true);
		row.status = view.getUint16(at + 24, true);
		row.outcome = view.getUint8(at + 26);
		row.flags = view.getUint8(at + 27);
		row.upstream = view.getUint8(at + 28);
		row.firstId = view.getUint32(at + 29, true);
		visit(row);
	}
}
