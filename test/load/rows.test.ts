import test from 'ava';
import {encodeFrame, FrameDecoder} from '../../src/load/frames.ts';
import {decodeRows, RowBatch, rowBytes, type Row} from '../../src/load/rows.ts';

const row: Row = {
	id: 4_000_000_000,
	firstId: 3_999_999_999,
	dueMs: 1234.567,
	sentUs: 120,
	firstByteUs: -1,
	endUs: 2_000_000_000,
	status: 599,
	outcome: 13,
	flags: 7,
	upstream: 255,
};

test('a row comes back as it went in', (t) => {
	const batch = new RowBatch(3);
	batch.push(row);
	batch.push({...row, id: 2});
	t.false(batch.full);
	batch.push({...row, id: 3});
	t.true(batch.full);
	const payload = batch.take();
	t.is(payload?.byteLength, 3 * rowBytes);
	const rows: Row[] = [];
	decodeRows(payload ?? new Uint8Array(), (decoded) => rows.push({...decoded}));
	t.deepEqual(rows, [row, {...row, id: 2}, {...row, id: 3}]);
	t.is(batch.take(), null);
});

test('half a row is refused', (t) => {
	t.throws(() => decodeRows(new Uint8Array(rowBytes - 1), () => {}), {message: /rows of 33 bytes/});
});

test('frames are found again however the stream is cut', (t) => {
	const stream = Buffer.concat([encodeFrame(1, Buffer.from('one')), encodeFrame(2, Buffer.alloc(0)), encodeFrame(2, Buffer.from('three'))]);
	for (let pieceBytes = 1; pieceBytes <= stream.byteLength; pieceBytes++) {
		const decoder = new FrameDecoder();
		const frames: string[] = [];
		for (let at = 0; at < stream.byteLength; at += pieceBytes) {
			for (const {type, payload} of decoder.push(stream.subarray(at, at + pieceBytes))) {
				frames.push(`${type} ${Buffer.from(payload).toString()}`);
			}
		}
		t.deepEqual(frames, ['1 one', '2 ', '2 three']);
	}
});

test('a stream that is not ours is told by its first bytes', (t) => {
	t.throws(() => new FrameDecoder().push(Buffer.from('Error: cannot find module')), {message: /cannot find module/});
});
