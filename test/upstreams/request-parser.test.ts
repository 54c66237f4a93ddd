import test from 'ava';
import {RequestParser} from '../../src/upstreams/request-parser.ts';

test('a request in single bytes is parsed when it is whole', (t) => {
	const parser = new RequestParser();
	const text = 'POST /a?gq=1 HTTP/1.1\r\nHost: x\r\nX-Gatequake-Key:  k \r\nContent-Length: 3\r\n\r\nabc';
	for (const [index, byte] of Buffer.from(text).entries()) {
		parser.push(Buffer.of(byte));
		const request = parser.next();
		if (index < text.length - 1) {
			t.is(request, null);
		} else {
			t.like(request, {method: 'POST', target: '/a?gq=1', wantsKeepAlive: true});
			t.is(request !== null && 'headers' in request ? request.headers.get('x-gatequake-key') : undefined, 'k');
		}
	}
});

test('two requests in one chunk are given one after the other', (t) => {
	const parser = new RequestParser();
	parser.push(Buffer.from('GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n'));
	t.like(parser.next(), {target: '/1'});
	t.like(parser.next(), {target: '/2'});
	t.is(parser.next(), null);
});

for (const {text, wantsKeepAlive} of [
	{text: 'GET / HTTP/1.1\r\n\r\n', wantsKeepAlive: true},
	{text: 'GET / HTTP/1.1\r\nConnection: Close\r\n\r\n', wantsKeepAlive: false},
	{text: 'GET / HTTP/1.0\r\n\r\n', wantsKeepAlive: false},
	{text: 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n', wantsKeepAlive: true},
]) {
	test(`keep-alive is ${wantsKeepAlive ? '' : 'not '}wanted by ${JSON.stringify(text)}`, (t) => {
		const parser = new RequestParser();
		parser.push(Buffer.from(text));
		t.like(parser.next(), {wantsKeepAlive});
	});
}

for (const {text, badStatus} of [
	{text: 'nonsense\r\n\r\n', badStatus: 400},
	{text: 'GET / HTTP/1.1\r\nno colon\r\n\r\n', badStatus: 400},
	{text: 'POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n', badStatus: 400},
	{text: 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n', badStatus: 411},
	{text: 'x'.repeat(70_000), badStatus: 431},
] as const) {
	test(`${badStatus} is the answer to ${JSON.stringify(text.slice(0, 60))}`, (t) => {
		const parser = new RequestParser();
		parser.push(Buffer.from(text));
		t.deepEqual(parser.next(), {badStatus});
	});
}
