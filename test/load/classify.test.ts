import test from 'ava';
import {outcomeOfConnectError, outcomeOfEnd, outcomeOfError} from '../../src/load/classify.ts';
import {ResponseParser} from '../../src/load/response-parser.ts';

function parserAfter(text: string): ResponseParser {
	const parser = new ResponseParser();
	parser.reset('GET');
	if (text !== '') parser.push(Buffer.from(text));
	return parser;
}

function errorWith(code: string, syscall = 'connect'): NodeJS.ErrnoException {
	return Object.assign(new Error(code), {code, syscall});
}

const cut = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf';
const halfHead = 'HTTP/1.1 200 OK\r\ncontent-le';
const plain = {handshaking: false};

for (const code of ['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM']) {
	test(`${code} is the generator's own shortage: the request was not sent`, (t) => {
		t.is(outcomeOfConnectError(errorWith(code), plain), 'unsent');
	});
}

test('errors of the dial are told apart', (t) => {
	t.is(outcomeOfConnectError(errorWith('ECONNREFUSED'), plain), 'refused');
	t.is(outcomeOfConnectError(errorWith('ECONNRESET'), plain), 'reset');
	t.is(outcomeOfConnectError(errorWith('ETIMEDOUT'), plain), 'timeout-connect');
	t.is(outcomeOfConnectError(errorWith('EHOSTUNREACH'), plain), 'unreachable');
	t.is(outcomeOfConnectError(errorWith('ENETUNREACH'), plain), 'unreachable');
});

test('a handshake that fails is told from a reset during it', (t) => {
	t.is(outcomeOfConnectError(errorWith('ECONNRESET', 'read'), {handshaking: true}), 'reset');
	t.is(outcomeOfConnectError(errorWith('ECONNRESET', ''), {handshaking: true}), 'tls');
	t.is(outcomeOfConnectError(errorWith('ERR_TLS_CERT_ALTNAME_INVALID'), {handshaking: true}), 'tls');
});

test('an error with a request under way depends on how far the answer was', (t) => {
	t.is(outcomeOfError('ECONNRESET', parserAfter('')), 'reset');
	t.is(outcomeOfError('ECONNRESET', parserAfter(halfHead)), 'reset');
	t.is(outcomeOfError('ECONNRESET', parserAfter(cut)), 'cut');
	t.is(outcomeOfError('EPIPE', parserAfter('')), 'empty-reply');
	t.is(outcomeOfError('EHOSTUNREACH', parserAfter('')), 'unreachable');
	t.is(outcomeOfError('ETIMEDOUT', parserAfter('')), 'timeout-first-byte');
	t.is(outcomeOfError('ETIMEDOUT', parserAfter(cut)), 'timeout-body');
});

test('an end is a reset where the write after it says so', (t) => {
	t.is(outcomeOfEnd(null, parserAfter('')), 'empty-reply');
	t.is(outcomeOfEnd('EPIPE', parserAfter('')), 'empty-reply');
	t.is(outcomeOfEnd('ECONNRESET', parserAfter('')), 'reset');
	t.is(outcomeOfEnd('ECONNRESET', parserAfter(halfHead)), 'reset');
	t.is(outcomeOfEnd(null, parserAfter(halfHead)), 'malformed');
	t.is(outcomeOfEnd(null, parserAfter(cut)), 'cut');
	t.is(outcomeOfEnd('ECONNRESET', parserAfter(cut)), 'cut');
});
