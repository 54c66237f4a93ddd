// Samples as CSV and NDJSON for other tools, a line for each try of a request.
import {never, outcomes, sampleFlags, type SampleSet} from './sample.ts';

/** Lines of CSV in pieces of some thousand rows: a header line first; times in ms since the origin, empty where a step was not reached. */
export function* samplesToCsv(samples: SampleSet): Generator<string, void> {
	yield 'id,dueMs,sentMs,firstByteMs,endMs,outcome,status,method,reusedConnection,answeredByApp,upstream,firstId\n';
	yield* inPieces(samples, (row) => {
		const {id, dueMs, sentMs, firstByteMs, endMs, outcome, status, method, reusedConnection, answeredByApp, upstream, firstId} = row;
		const times = `${dueMs},${sentMs ?? ''},${firstByteMs ?? ''},${endMs ?? ''}`;
		return `${id},${times},${outcome},${status ?? ''},${method},${reusedConnection},${answeredByApp},${upstream ?? ''},${firstId}\n`;
	});
}

/** One JSON object a line, in pieces of some thousand rows; the fields are those of the CSV, null where there is nothing. */
export function* samplesToNdjson(samples: SampleSet): Generator<string, void> {
	yield* inPieces(samples, (row) => `${JSON.stringify(row)}\n`);
}

interface ExportedRow {
	readonly id: number;
	readonly dueMs: number;
	readonly sentMs: number | null;
	readonly firstByteMs: number | null;
	readonly endMs: number | null;
	readonly outcome: string;
	readonly status: number | null;
	readonly method: 'GET' | 'POST';
	readonly reusedConnection: boolean;
	readonly answeredByApp: boolean;
	readonly upstream: number | null;
	/** Of the first try of the same client request. */
	readonly firstId: number;
}

const rowsInPiece = 4096;

function* inPieces(samples: SampleSet, toLine: (row: ExportedRow) => string): Generator<string, void> {
	for (let from = 0; from < samples.count; from += rowsInPiece) {
		const to = Math.min(from + rowsInPiece, samples.count);
		let piece = '';
		for (let index = from; index < to; index++) piece += toLine(exportRow(samples, index));
		yield piece;
	}
}

function exportRow(samples: SampleSet, index: number): ExportedRow {
	const dueMs = samples.dueMs[index] ?? 0;
	const flags = samples.flags[index] ?? 0;
	const at = (us: number | undefined) => (us === undefined || us === never ? null : toMicroseconds(dueMs + us / 1000));
	return {
		id: samples.id[index] ?? 0,
		dueMs: toMicroseconds(dueMs),
		sentMs: at(samples.sentUs[index]),
		firstByteMs: at(samples.firstByteUs[index]),
		endMs: at(samples.endUs[index]),
		outcome: outcomes[samples.outcome[index] ?? 0] ?? 'status',
		status: samples.status[index] || null,
		method: (flags & sampleFlags.post) === 0 ? 'GET' : 'POST',
		reusedConnection: (flags & sampleFlags.reused) !== 0,
		answeredByApp: (flags & sampleFlags.answeredByApp) !== 0,
		upstream: samples.upstream[index] || null,
		firstId: samples.firstId[index] ?? 0,
	};
}

/** Rounds to the resolution of the columns. */
function toMicroseconds(ms: number): number {
	return Math.round(ms * 1000) / 1000;
}
