import {Readable} from 'node:stream';
import test from 'ava';
import {followStream, noDiskSpace} from '../../src/runtime/image-build.ts';

const unaborted = new AbortController().signal;

async function follow(chunks: readonly string[]): Promise<readonly unknown[]> {
	const messages: unknown[] = [];
	await followStream(Readable.from(chunks), 60_000, 'build image app', (message) => messages.push(message), unaborted);
	return messages;
}

test('messages are read whole, wherever the stream is cut', async (t) => {
	t.deepEqual(await follow(['{"stream":"a"}\n{"str', 'eam":"b"}\r\n\r\n', '{"aux":{"ID":"sha256:1"}}']), [
		{stream: 'a'},
		{stream: 'b'},
		{aux: {ID: 'sha256:1'}},
	]);
});

test('an error that the engine reports in its stream rejects', async (t) => {
	await t.throwsAsync(follow(['{"stream":"a"}\n{"error":"it broke"}\n']), {message: 'it broke'});
});

test('a stream that says nothing ends at the deadline', async (t) => {
	const silent = new Readable({read: () => {}});
	await t.throwsAsync(
		followStream(silent, 5, 'build image app', () => {}, unaborted),
		{code: 'ENGINE_TIMEOUT'},
	);
	t.true(silent.destroyed);
});

test('a full disk is told from other failures, by the line that says so', (t) => {
	t.is(noDiskSpace('returned a non-zero code: 1'), null);
	const error = noDiskSpace('the command failed\ndd: error writing: No space left on device\n');
	t.like(error, {code: 'NO_DISK_SPACE', exitCode: 2});
	t.regex(error?.message ?? '', /: dd: error writing: No space left on device$/);
});
