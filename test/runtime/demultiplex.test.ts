import test from 'ava';
import {demultiplexer} from '../../src/runtime/demultiplex.ts';

const frames = Buffer.concat([frame(1, 'one'), frame(2, 'oops'), frame(1, ''), frame(1, 'two')]);

for (const size of [1, 3, 8, 11, frames.length]) {
	test(`output and errors come apart, in order, when the bytes come ${size} at a time`, (t) => {
		const seen: string[] = [];
		const take = demultiplexer(
			(content) => content.length > 0 && seen.push(`output ${content.toString()}`),
			(content) => seen.push(`error ${content.toString()}`),
		);
		for (let offset = 0; offset < frames.length; offset += size) take(frames.subarray(offset, offset + size));
		t.deepEqual(seen, ['output one', 'error oops', 'output two']);
	});
}

test('a frame that is not whole yet is not passed on', (t) => {
	const seen: string[] = [];
	const take = demultiplexer(
		(content) => seen.push(content.toString()),
		() => t.fail(),
	);
	take(frame(1, 'whole').subarray(0, 12));
	t.deepEqual(seen, []);
});

function frame(stream: number, content: string): Buffer {
	const head = Buffer.alloc(8);
	head[0] = stream;
	head.writeUInt32BE(content.length, 4);
	return Buffer.concat([head, Buffer.from(content)]);
}
