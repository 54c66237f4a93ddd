import {crc32} from 'node:zlib';
import test from 'ava';
import {answerBody, headText, makeAnswer} from '../../src/upstreams/answer.ts';

const options = {app: 'app1', requestId: 42, date: 'Sat, 21 Nov 2026 03:00:00 GMT', keepAlive: true};

test('a body follows from the request id alone and is a few hundred bytes', (t) => {
	t.deepEqual(answerBody({requestId: 42}), answerBody({requestId: 42}));
	t.notDeepEqual(answerBody({requestId: 42}), answerBody({requestId: 43}));
	for (let id = 0; id < 500; id++) {
		const {length} = answerBody({requestId: id});
		t.true(length >= 200 && length < 400);
	}
});

test('headers state length and checksum of the whole body', (t) => {
	const {headers, body} = makeAnswer(options);
	t.is(headers[headers.indexOf('x-gatequake-length') + 1], String(body.length));
	t.is(headers[headers.indexOf('x-gatequake-crc32') + 1], crc32(body).toString(16).padStart(8, '0'));
});

for (const headerBytes of [300, 4095, 4096, 4097, 65_536]) {
	test(`padding makes the header section exactly ${headerBytes} bytes`, (t) => {
		const answer = makeAnswer({...options, headerBytes});
		t.is(Buffer.byteLength(headText(answer)), headerBytes);
		t.is(answer.headerBytes, headerBytes);
	});
}

test('a size below the natural one leaves the header section as it is, and says its size', (t) => {
	const natural = makeAnswer(options).headerBytes;
	t.is(makeAnswer({...options, headerBytes: 10}).headerBytes, natural);
	t.is(makeAnswer({...options, headerBytes: natural + 1}).headerBytes, natural, 'too little room for another header');
});

test('chunked framing states the full length only in our own header', (t) => {
	const {headers} = makeAnswer({...options, framing: 'chunked'});
	t.true(headers.includes('Transfer-Encoding'));
	t.false(headers.includes('Content-Length'));
	t.true(headers.includes('x-gatequake-length'));
});

test('a status without a body has none', (t) => {
	const answer = makeAnswer({...options, status: 204});
	t.is(answer.body.length, 0);
	t.false(answer.headers.includes('Content-Length'));
	t.true(headText(answer).startsWith('HTTP/1.1 204 No Content\r\n'));
});
