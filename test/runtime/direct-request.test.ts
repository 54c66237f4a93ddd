import {Buffer} from 'node:buffer';
import test from 'ava';
import {directRequest, readDirectAnswer} from '../../src/runtime/direct-request.ts';
import {parseUpstreamTarget} from '../../src/runtime/upstream-target.ts';
import type {UpstreamTarget} from '../../src/runtime/upstream-target.ts';

function target(text: string): UpstreamTarget {
	const parsed = parseUpstreamTarget(text);
	if (parsed === null) throw new TypeError(`expected a target, and ${text} is none`);
	return parsed;
}

test('a target is a place, and the protocol that is spoken there', (t) => {
	t.like(target('app1:8080'), {protocol: 'http', host: 'app1', port: 8080, socket: null, script: null});
	t.like(target('[fd00::2]:8080'), {host: 'fd00::2', port: 8080});
	t.like(target('fastcgi://app1:9000/srv/index.php'), {protocol: 'fastcgi', host: 'app1', port: 9000, script: '/srv/index.php'});
	t.like(target('fastcgi://unix:/run/php.sock:/srv/index.php'), {
		host: null,
		port: null,
		socket: '/run/php.sock',
		script: '/srv/index.php',
	});
	t.like(target('uwsgi://unix:/run/app.sock'), {protocol: 'uwsgi', socket: '/run/app.sock', script: null});
	for (const text of ['app1', 'app1:0', 'app1:99999', 'ftp://app1:21', 'app1:8080/path', 'unix:run.sock', '', 'a b:80']) {
		t.is(parseUpstreamTarget(text), null, text);
	}
});

test('HTTP is asked with the name of its target, and answers with a status line', (t) => {
	t.regex(
		directRequest(target('app1:8080'), '/x?y').toString(),
		/^GET \/x\?y HTTP\/1\.1\r\nHost: app1:8080\r\n[^]*Connection: close\r\n\r\n$/,
	);
	t.deepEqual(readDirectAnswer('http', Buffer.from('HTTP/1.1 503 Service Unavailable\r\n\r\n')), {status: 503, error: null});
	t.deepEqual(readDirectAnswer('http', Buffer.from('SSH-2.0-OpenSSH')), {status: null, error: 'NO_HTTP'});
	t.deepEqual(readDirectAnswer('http', Buffer.alloc(0)), {status: null, error: 'CLOSED'});
});

/** Of what the protocol's own document calls a record. */
function records(bytes: Buffer): readonly (readonly [number, Buffer])[] {
	const found: (readonly [number, Buffer])[] = [];
	for (let at = 0; at < bytes.length;) {
		const length = bytes.readUInt16BE(at + 4);
		found.push([bytes[at + 1] ?? 0, bytes.subarray(at + 8, at + 8 + length)]);
		at += 8 + length + (bytes[at + 6] ?? 0);
	}

	return found;
}

test('FastCGI: a responder is asked, with parameters whose lengths have one byte or four, and nothing to read', (t) => {
	const long = `/${'x'.repeat(200)}`;
	const [begin, params, endOfParams, stdin] = records(directRequest(target('fastcgi://app1:9000/srv/a.php'), long));
	t.deepEqual([begin?.[0], params?.[0], endOfParams?.[0], stdin?.[0]], [1, 4, 4, 5]);
	t.deepEqual([...(begin?.[1] ?? [])], [0, 1, 0, 0, 0, 0, 0, 0]);
	t.is((endOfParams?.[1].length ?? 1) + (stdin?.[1].length ?? 1), 0);
	const text = params?.[1].toString('latin1') ?? '';
	t.true(text.startsWith('\u000E\u0003REQUEST_METHODGET'));
	t.true(text.includes(`\u000B\u0080\u0000\u0000\u00C9REQUEST_URI${long}`));
	t.true(text.includes('\u000F\u000ASCRIPT_FILENAME/srv/a.php'.replace('\u000A', '\n')));
});

function fastcgi(...parts: readonly (readonly [number, string])[]): Buffer {
	return Buffer.concat(
		parts.flatMap(([type, content]) => [
			Buffer.from([1, type, 0, 1, 0, content.length, 1, 0]),
			Buffer.from(content, 'latin1'),
			// A byte of padding.
			Buffer.from([0]),
		]),
	);
}

const answer = (...parts: readonly (readonly [number, string])[]) => readDirectAnswer('fastcgi', fastcgi(...parts));

test('FastCGI: the status is a header of the output, and 200 where it has none; errors of the app are no part of it', (t) => {
	t.deepEqual(answer([6, 'Status: 404 Not Found\r\n'], [7, 'PHP Warning'], [6, '\r\nFile not found.']), {status: 404, error: null});
	t.deepEqual(answer([6, 'Content-type: text/plain\r\n\r\npong']), {status: 200, error: null});
	t.deepEqual(answer([3, '\0\0\0\0\u0002\0\0\0']), {status: null, error: 'OVERLOADED'});
	t.deepEqual(answer([3, '\0\0\0\0\0\0\0\0']), {status: null, error: 'CLOSED'});
	t.deepEqual(readDirectAnswer('fastcgi', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')), {status: null, error: 'NO_FASTCGI'});
});

test('uwsgi: one packet with its length in the order of small machines, answered in HTTP', (t) => {
	const packet = directRequest(target('uwsgi://app1:9000'), '/health');
	t.is(packet[0], 0);
	t.is(packet.readUInt16LE(1), packet.length - 4);
	t.true(packet.subarray(4).toString('latin1').startsWith('\u000E\0REQUEST_METHOD\u0003\0GET'));
	t.deepEqual(readDirectAnswer('uwsgi', Buffer.from('HTTP/1.1 200 OK\r\n\r\n')), {status: 200, error: null});
});
