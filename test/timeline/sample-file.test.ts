import test from 'ava';
import {decodeSamples, encodeSamples} from '../../src/timeline/sample-file.ts';
import {outcomes} from '../../src/timeline/sample.ts';
import {someSamples} from '../helpers/some-samples.ts';

test('what is written is read back, bit by bit', (t) => {
	for (const count of [0, 1, 1000]) {
		const samples = someSamples(count);
		t.deepEqual(decodeSamples(encodeSamples(samples)), samples);
	}
});

test('the same samples give the same bytes', (t) => {
	t.deepEqual(encodeSamples(someSamples(1000)), encodeSamples(someSamples(1000)));
});

test('a file may stand anywhere in memory', (t) => {
	const samples = someSamples(10);
	const file = encodeSamples(samples);
	const shifted = new Uint8Array(file.byteLength + 3);
	shifted.set(file, 3);
	t.deepEqual(decodeSamples(shifted.subarray(3)), samples);
});

function withHeader(change: (header: Record<string, unknown>) => void): Uint8Array {
	const file = Buffer.from(encodeSamples(someSamples(10)));
	const end = 12 + file.readUInt32LE(8);
	const header: Record<string, unknown> = JSON.parse(file.toString('utf8', 12, end));
	change(header);
	const json = Buffer.from(JSON.stringify(header));
	const length = Buffer.alloc(4);
	length.writeUInt32LE(json.byteLength);
	return Buffer.concat([file.subarray(0, 8), length, json, file.subarray(end)]);
}

test('a file that is not one of ours is refused with what was expected and what came', (t) => {
	const code = 'SAMPLES_UNREADABLE';
	const file = encodeSamples(someSamples(1000));
	t.throws(() => decodeSamples(new Uint8Array()), {code, message: /begins with GQSAMPLE/});
	t.throws(() => decodeSamples(Buffer.from('{"samples": []}')), {code, message: /begins with GQSAMPLE, got "{\\"sample"/});
	t.throws(() => decodeSamples(file.subarray(0, 10)), {code});
	t.throws(() => decodeSamples(file.subarray(0, 40)), {code, message: /header of/});
	t.throws(() => decodeSamples(file.subarray(0, -1)), {code, message: /a file of \d+ bytes/});
	const broken = file.slice();
	broken.fill(0xff, broken.byteLength - 400, broken.byteLength - 300);
	t.throws(() => decodeSamples(broken), {code});
	t.throws(() => decodeSamples(withHeader((header) => (header['version'] = 2))), {code, message: /expected version 1, got version 2/});
	t.throws(() => decodeSamples(withHeader((header) => (header['count'] = 11))), {code, message: /88 bytes in the column dueMs, got 80/});
});

test('outcomes are read by their words, not by their place', (t) => {
	const moved = withHeader((header) => (header['outcomes'] = ['cut', 'status', ...outcomes.slice(2)]));
	t.is(outcomes[decodeSamples(moved).outcome[1] ?? 0], 'cut');
});
