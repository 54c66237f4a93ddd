import test from 'ava';
import {makeAnswer} from '../../src/upstreams/answer.ts';
import {malformedBytes} from '../../src/upstreams/malformed-bytes.ts';
import type {Wrong} from '../../src/upstreams/upstream.ts';

const answer = makeAnswer({app: 'app1', requestId: 7, date: 'Sat, 21 Nov 2026 06:00:00 GMT', keepAlive: false});
const length = answer.body.length;

function sent(wrong: Wrong): {readonly lines: readonly string[]; readonly body: string} {
	const text = malformedBytes(answer, wrong).first.toString('latin1');
	const [head = '', body = ''] = text.split('\r\n\r\n', 2);
	return {lines: head.split('\r\n'), body};
}

const wholeBody = answer.body.toString('latin1');

test('a status line without a code, and the rest as it should be', (t) => {
	const {lines, body} = sent('status-line');
	t.is(lines[0], 'HTTP/1.1 abc OK');
	t.is(body, wholeBody);
});

for (const [wrong, bad] of [
	['header-without-colon', 'this line has no colon'],
	['header-with-nul', 'x-gatequake-nul: before\0after'],
	['two-lengths', `Content-Length: ${length + 1}`],
] as const) {
	test(`${wrong}: one line more than a good answer has`, (t) => {
		const {lines, body} = sent(wrong);
		t.is(lines[0], 'HTTP/1.1 200 OK');
		t.is(lines.at(-1), bad);
		t.true(lines.includes(`Content-Length: ${length}`));
		t.is(body, wholeBody);
	});
}

test('length-and-chunked: the body is sent in chunks, to its end', (t) => {
	const text = malformedBytes(answer, 'length-and-chunked').first.toString('latin1');
	t.true(text.includes(`\r\nContent-Length: ${length}\r\n`) && text.includes('\r\nTransfer-Encoding: chunked\r\n'));
	t.true(text.endsWith(`\r\n\r\n${length.toString(16)}\r\n${wholeBody}\r\n0\r\n\r\n`));
});

test('chunk-size: a good chunk with half of the body, later a size that is none, and no other length', (t) => {
	const {first, last} = malformedBytes(answer, 'chunk-size');
	const text = first.toString('latin1');
	const half = wholeBody.slice(0, Math.floor(length / 2));
	t.false(text.includes('Content-Length'));
	t.true(text.endsWith(`Transfer-Encoding: chunked\r\n\r\n${half.length.toString(16)}\r\n${half}\r\n`));
	t.regex(last.toString('latin1'), /^[^0-9a-f]\S*.*\r\n$/);
});

test('not-http: one line that no HTTP answer starts with', (t) => {
	t.regex(malformedBytes(answer, 'not-http').first.toString('latin1'), /^(?!HTTP)\S+\r\n$/);
});
