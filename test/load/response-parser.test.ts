import test from 'ava';
import {crc32} from 'node:zlib';
import {outcomeOfAnswer, outcomeOfEnd} from '../../src/load/classify.ts';
import {ResponseParser} from '../../src/load/response-parser.ts';

function parse(text: string, method = 'GET', pieceBytes = Number.POSITIVE_INFINITY): ResponseParser {
	const parser = new ResponseParser();
	parser.reset(method);
	const bytes = Buffer.from(text, 'latin1');
	for (let at = 0; at < bytes.byteLength; at += pieceBytes) parser.push(bytes.subarray(at, at + pieceBytes));
	return parser;
}

const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nwiki\r\n5;x=y\r\npedia\r\n0\r\ntrailer: 1\r\n\r\n';

test('an answer is parsed the same whatever the sizes of its pieces', (t) => {
	const answers = ['HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nwikipedia', `HTTP/1.1 100 Continue\r\n\r\n${chunked}`, chunked];
	for (const answer of answers) {
		for (const pieceBytes of [1, 2, 3, 7, 50, 1000]) {
			const parser = parse(answer, 'GET', pieceBytes);
			t.is(parser.state, 'done', parser.problem);
			t.is(parser.head?.status, 200);
			t.is(parser.bodyBytes, 9);
			t.is(parser.bodyCrc32, crc32('wikipedia'));
		}
	}
});

test('an answer to HEAD, a 204 and a 304 have no body', (t) => {
	t.is(parse('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n', 'HEAD').state, 'done');
	t.is(parse('HTTP/1.1 204 No Content\r\n\r\n').state, 'done');
	t.is(parse('HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n').state, 'done');
});

test('an answer without a length ends with its connection, but not with a RST', (t) => {
	const parser = parse('HTTP/1.1 200 OK\r\n\r\nwiki');
	t.true(parser.endsWithConnection);
	t.is(outcomeOfEnd(null, parser), 'status');
	t.is(outcomeOfEnd('ECONNRESET', parser), 'cut');
});

const keepAlive = (text: string) => parse(text).head?.keepAlive;

test('connection handling follows the version and the connection field', (t) => {
	t.true(keepAlive('HTTP/1.1 204 x\r\n\r\n'));
	t.false(keepAlive('HTTP/1.1 204 x\r\nConnection: foo, Close\r\n\r\n'));
	t.false(keepAlive('HTTP/1.0 204 x\r\n\r\n'));
	t.true(keepAlive('HTTP/1.0 204 x\r\nconnection: Keep-Alive\r\n\r\n'));
});

test('bytes after the end of an answer are noticed', (t) => {
	const parser = parse('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokmore');
	t.is(parser.state, 'done');
	t.is(parser.extraBytes, 4);
	t.is(parser.bodyBytes, 2);
});

const malformed: Readonly<Record<string, string>> = {
	'another protocol': 'SSH-2.0-OpenSSH_9.6\r\n',
	'a status line without a status': 'HTTP/1.1 OK\r\n\r\n',
	'HTTP/2 in clear': 'HTTP/2 200\r\n\r\n',
	'a header without a colon': 'HTTP/1.1 200 OK\r\nbroken\r\n\r\n',
	'a space before the colon': 'HTTP/1.1 200 OK\r\ncontent-length : 3\r\n\r\nabc',
	'a folded header': 'HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n',
	'a bare line feed in a header': 'HTTP/1.1 200 OK\r\na: b\nc: d\r\n\r\n',
	'a zero byte in a header': 'HTTP/1.1 200 OK\r\na: b\0c\r\n\r\n',
	'two lengths': 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\n',
	'a negative length': 'HTTP/1.1 200 OK\r\ncontent-length: -3\r\n\r\n',
	'a length and chunks': 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n',
	'an unknown transfer coding': 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n',
	'a chunk size that is no number': 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n',
	'a chunk longer than it says': 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nabc\r\n',
	'an upgrade that nobody asked for': 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n',
};

for (const [what, text] of Object.entries(malformed)) {
	test(`${what} is malformed, in one piece and byte by byte`, (t) => {
		for (const pieceBytes of [1, 1000]) {
			const parser = parse(text, 'GET', pieceBytes);
			t.is(parser.state, 'malformed');
			t.not(parser.problem, '');
		}
	});
}

const answer = (length: number, crc: string, body: string) =>
	parse(
		`HTTP/1.1 200 OK\r\nx-gatequake-app: app2\r\nx-gatequake-length: ${length}\r\nx-gatequake-crc32: ${crc}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
	);

test('an answer that is not what the app sent is altered', (t) => {
	const crc = crc32('wikipedia').toString(16).padStart(8, '0');
	t.is(outcomeOfAnswer(answer(9, crc, 'wikipedia')), 'status');
	t.is(outcomeOfAnswer(answer(9, crc, 'wiki')), 'altered');
	t.is(outcomeOfAnswer(answer(9, crc, 'Wikipedia')), 'altered');
	t.is(answer(9, crc, 'wikipedia').head?.app, 2);
});
