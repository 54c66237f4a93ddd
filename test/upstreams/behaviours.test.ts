import {crc32} from 'node:zlib';
import test from 'ava';
import {wrongs} from '../../src/upstreams/upstream.ts';
import type {JournalLine} from '../../src/upstreams/upstream.ts';
import {RawClient, headerOf} from './raw-client.ts';
import {Supervised} from './supervised.ts';

/** Steps of one request, in order. */
function steps(lines: readonly JournalLine[], id: number): string[] {
	return lines.filter((line) => line.r === id).map((line) => line.s);
}

function has(id: number, step: JournalLine['s']): (lines: readonly JournalLine[]) => boolean {
	return (lines) => lines.some((line) => line.r === id && line.s === step);
}

/** The journal after another request went through: what followed the end of an earlier connection stands in it. */
async function laterJournal(supervised: Supervised): Promise<JournalLine[]> {
	await supervised.command({command: 'behave', order: null});
	using client = new RawClient(supervised.port);
	client.get(999);
	await client.answer();
	return await supervised.journaled('a later answer', has(999, 'answered'));
}

for (const kind of ['node', 'bytes'] as const) {
	test.serial(`${kind}: a healthy answer names the app, its length and its checksum, and the connection is kept`, async (t) => {
		await using supervised = await Supervised.start({kind});
		using client = new RawClient(supervised.port);
		for (const id of [1, 2]) {
			client.get(id);
			const {status, head, body} = await client.answer();
			t.is(status, 200);
			t.is(headerOf(head, 'x-gatequake-app'), 'app1');
			t.is(headerOf(head, 'x-gatequake-length'), String(body.length));
			t.is(headerOf(head, 'x-gatequake-crc32'), crc32(body).toString(16).padStart(8, '0'));
			t.is(headerOf(head, 'connection'), 'keep-alive');
			t.true(body.length >= 200);
			t.true(body.includes(`request ${id} `));
		}

		const lines = await supervised.journaled('both answers', has(2, 'answered'));
		t.deepEqual(steps(lines, 1), ['received', 'answered']);
		t.is(lines.find((line) => line.s === 'answered')?.c, 200);
	});

	test.serial(`${kind}: a keyed POST is committed once per arrival`, async (t) => {
		await using supervised = await Supervised.start({kind});
		using client = new RawClient(supervised.port);
		for (let arrival = 0; arrival < 2; arrival++) {
			client.post(7, 'key "7"');
			t.is((await client.answer()).status, 200);
		}

		const lines = await supervised.journaled('two answers', (all) => all.filter((line) => line.s === 'answered').length === 2);
		t.deepEqual(steps(lines, 7), ['received', 'committed', 'answered', 'received', 'committed', 'answered']);
		t.is(lines.find((line) => line.s === 'committed')?.k, 'key "7"');
	});

	test.serial(`${kind}: health checks and requests without an id are answered and not journaled, whatever the behaviour`, async (t) => {
		await using supervised = await Supervised.start({kind});
		await supervised.behave({do: 'status', status: 503});
		using client = new RawClient(supervised.port);
		client.send('GET /healthz?gq=1 HTTP/1.1\r\nHost: app\r\n\r\n');
		t.is((await client.answer()).status, 200);
		client.send('GET / HTTP/1.1\r\nHost: app\r\n\r\n');
		t.is((await client.answer()).status, 200);
		t.deepEqual(supervised.journal(), []);
	});

	test.serial(`${kind}: a client that goes away before the answer is journaled as aborted`, async (t) => {
		await using supervised = await Supervised.start({kind, serviceMs: 200});
		using client = new RawClient(supervised.port);
		client.get(1);
		await supervised.journaled('the request', has(1, 'received'));
		client.close();
		t.deepEqual(steps(await supervised.journaled('its end', has(1, 'aborted')), 1), ['received', 'aborted']);
	});

	test.serial(`${kind}: slow-first-byte waits and then answers`, async (t) => {
		await using supervised = await Supervised.start({kind});
		await supervised.behave({do: 'slow-first-byte', delayMs: 300});
		using client = new RawClient(supervised.port);
		client.post(1, 'k1');
		const {status, firstByteMs} = await client.answer();
		t.is(status, 200);
		t.true(firstByteMs >= 299, `first byte after ${firstByteMs} ms`);
		t.deepEqual(steps(await supervised.journaled('the answer', has(1, 'answered')), 1), ['received', 'committed', 'faulted', 'answered']);
	});

	test.serial(`${kind}: what hangs without a byte hangs on when normal behaviour is put back, and new requests are answered`, async (t) => {
		await using supervised = await Supervised.start({kind});
		await supervised.behave({do: 'hang', after: 'request'});
		using client = new RawClient(supervised.port);
		client.post(1, 'k1');
		await supervised.journaled('the hang', has(1, 'faulted'));
		await supervised.command({command: 'behave', order: null});
		using second = new RawClient(supervised.port);
		second.get(2);
		t.is((await second.answer()).status, 200);
		await supervised.journaled('the second answer', has(2, 'answered'));
		t.deepEqual(steps(supervised.journal(), 1), ['received', 'faulted'], 'not committed, not answered, not aborted by the client');
	});

	test.serial(`${kind}: hang after headers sends them and part of the body`, async (t) => {
		await using supervised = await Supervised.start({kind});
		await supervised.behave({do: 'hang', after: 'headers'});
		using client = new RawClient(supervised.port);
		client.get(1);
		const text = await client.text((soFar) => soFar.includes('\r\n\r\nrequest 1 '));
		t.regex(text, /x-gatequake-length: (\d+)/);
		t.deepEqual(steps(await supervised.journaled('the hang', has(1, 'faulted')), 1), ['received', 'faulted']);
	});

	test.serial(`${kind}: drip sends the whole body byte by byte`, async (t) => {
		await using supervised = await Supervised.start({kind});
		await supervised.behave({do: 'drip', intervalMs: 1});
		using client = new RawClient(supervised.port);
		client.get(1);
		const {head, body} = await client.answer();
		t.is(headerOf(head, 'x-gatequake-crc32'), crc32(body).toString(16).padStart(8, '0'));
		const lines = await supervised.journaled('the answer', has(1, 'answered'));
		const tookMs = (lines.at(-1)?.t ?? 0) - (lines[0]?.t ?? 0);
		t.true(tookMs >= body.length * 0.9, `${body.length} bytes in ${tookMs} ms`);
	});

	for (const headerBytes of [1000, 4096, 4097, 15_000]) {
		test.serial(`${kind}: headers pads the header section to exactly ${headerBytes} bytes`, async (t) => {
			await using supervised = await Supervised.start({kind});
			await supervised.behave({do: 'headers', headerBytes});
			using client = new RawClient(supervised.port);
			client.get(1);
			t.is((await client.answer()).head.length, headerBytes);
			const lines = await supervised.journaled('the answer', has(1, 'answered'));
			t.is(lines.find((line) => line.s === 'faulted')?.h, headerBytes);
			t.is(lines.find((line) => line.s === 'answered')?.h, headerBytes);
		});
	}

	test.serial(`${kind}: an unpadded header section has the size that the journal states`, async (t) => {
		await using supervised = await Supervised.start({kind});
		using client = new RawClient(supervised.port);
		client.get(1);
		const {head} = await client.answer();
		const lines = await supervised.journaled('the answer', has(1, 'answered'));
		t.is(lines.find((line) => line.s === 'answered')?.h, head.length);
	});

	test.serial(`${kind}: block stops the event loop once`, async (t) => {
		await using supervised = await Supervised.start({kind});
		await supervised.behave({do: 'block', durationMs: 300});
		using client = new RawClient(supervised.port);
		for (const id of [1, 2]) {
			client.get(id);
			t.is((await client.answer()).status, 200);
		}

		const lines = await supervised.journaled('both answers', has(2, 'answered'));
		t.deepEqual(steps(lines, 1), ['received', 'faulted', 'answered']);
		t.deepEqual(steps(lines, 2), ['received', 'answered']);
		const times = lines.filter((line) => line.r === 1).map((line) => line.t);
		t.true((times[2] ?? 0) - (times[0] ?? 0) >= 299);
	});

	test.serial(`${kind}: a share of the requests and one method are treated, the same each time`, async (t) => {
		await using supervised = await Supervised.start({kind});
		await supervised.behave({do: 'status', status: 503}, 0.5, ['GET']);
		using client = new RawClient(supervised.port);
		const seen: number[] = [];
		for (const id of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
			client.get(id);
			seen.push((await client.answer()).status);
		}

		const expected = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => ((id * 0.618_033_988_749_894_9) % 1 < 0.5 ? 503 : 200));
		t.deepEqual(seen, expected);
		client.post(0, 'k0');
		t.is((await client.answer()).status, 200, 'a POST is not treated');
	});
}

test.serial('bytes: reset on accept ends a new connection with RST and is counted without a request id', async (t) => {
	await using supervised = await Supervised.start({kind: 'bytes'});
	using kept = new RawClient(supervised.port);
	kept.get(1);
	await kept.answer();
	await supervised.behave({do: 'reset', when: 'accept'});
	t.is((await kept.ended()).end, 'fin', 'an idle kept-alive connection is closed, so that the next request meets the fault');
	using client = new RawClient(supervised.port);
	t.is((await client.ended()).end, 'reset');
	const lines = await supervised.journaled('the reset', has(-1, 'faulted'));
	t.deepEqual(steps(lines, -1), ['faulted']);
});

for (const {when, committed} of [
	{when: 'request', committed: []},
	{when: 'commit', committed: ['committed']},
	{when: 'body', committed: ['committed']},
] as const) {
	for (const connection of ['new', 'kept-alive']) {
		test.serial(`bytes: reset when '${when}' ends a ${connection} connection with RST`, async (t) => {
			await using supervised = await Supervised.start({kind: 'bytes'});
			using client = new RawClient(supervised.port);
			if (connection === 'kept-alive') {
				client.get(1);
				await client.answer();
			}

			await supervised.behave({do: 'reset', when});
			client.post(2, 'k2');
			const {text, end, endMs, firstByteMs} = await client.ended();
			t.is(end, 'reset');
			t.deepEqual(steps(await laterJournal(supervised), 2), ['received', ...committed, 'faulted'], 'and not aborted by the client');
			if (when === 'body') {
				const split = text.indexOf('\r\n\r\n') + 4;
				const length = Number(headerOf(text.slice(0, split), 'content-length'));
				t.is(text.length - split, Math.floor(length / 2), 'all bytes arrived before the RST');
				t.true(endMs - (firstByteMs ?? endMs) >= 45, 'and had time to be passed on');
			} else {
				t.is(text, '');
			}
		});
	}
}

test.serial('bytes: reset after commit leaves a GET alone', async (t) => {
	await using supervised = await Supervised.start({kind: 'bytes'});
	await supervised.behave({do: 'reset', when: 'commit'});
	using client = new RawClient(supervised.port);
	client.get(1);
	t.is((await client.answer()).status, 200);
});

test.serial('bytes: close answers with FIN and not a byte', async (t) => {
	await using supervised = await Supervised.start({kind: 'bytes'});
	await supervised.behave({do: 'close', after: 'request'});
	using client = new RawClient(supervised.port);
	client.post(1, 'k1');
	const {text, end} = await client.ended();
	t.is(text, '');
	t.is(end, 'fin');
	t.deepEqual(steps(await laterJournal(supervised), 1), ['received', 'faulted'], 'and not aborted by the client');
});

test.serial('bytes: close after hints sends a 103 and FIN', async (t) => {
	await using supervised = await Supervised.start({kind: 'bytes'});
	await supervised.behave({do: 'close', after: 'hints'});
	using client = new RawClient(supervised.port);
	client.post(1, 'k1');
	const {text, end} = await client.ended();
	t.regex(text, /^HTTP\/1\.1 103 [^\r]*\r\n(?:[^\r]+\r\n)*\r\n$/);
	t.is(end, 'fin');
	t.deepEqual(steps(await laterJournal(supervised), 1), ['received', 'faulted'], 'not committed');
});

test.serial('bytes: close-reused answers the first request of a connection, and resets the second', async (t) => {
	await using supervised = await Supervised.start({kind: 'bytes'});
	await supervised.behave({do: 'close-reused'});
	using client = new RawClient(supervised.port);
	client.get(1);
	t.is((await client.answer()).status, 200);
	client.post(2, 'k2');
	const {text, end} = await client.ended();
	t.is(text, '');
	t.is(end, 'reset');
	t.deepEqual(steps(await laterJournal(supervised), 2), ['received', 'faulted'], 'not committed');
});

for (const wrong of wrongs) {
	test.serial(`bytes: malformed (${wrong}) sends its bytes after the commit, and FIN`, async (t) => {
		await using supervised = await Supervised.start({kind: 'bytes'});
		await supervised.behave({do: 'malformed', wrong});
		using client = new RawClient(supervised.port);
		client.post(1, 'k1');
		const {text, end} = await client.ended();
		t.true(text.length > 10);
		t.is(end, 'fin');
		t.deepEqual(steps(await laterJournal(supervised), 1), ['received', 'committed', 'faulted']);
	});
}

test.serial('bytes: stop-reading leaves a large body on its way, and answers normally what it does not treat', async (t) => {
	await using supervised = await Supervised.start({kind: 'bytes'});
	await supervised.behave({do: 'stop-reading'}, 1, ['POST']);
	const body = 'x'.repeat(8 * 1024 * 1024);
	using client = new RawClient(supervised.port);
	client.send(`POST / HTTP/1.1\r\nHost: app\r\nx-gatequake-id: 1\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
	await supervised.journaled('the request', has(1, 'faulted'));
	using other = new RawClient(supervised.port);
	other.send(`PUT / HTTP/1.1\r\nHost: app\r\nx-gatequake-id: 2\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
	t.is((await other.answer()).status, 200);
	t.true(client.unsentBytes > 0, 'the client cannot get rid of its body');
	t.deepEqual(steps(supervised.journal(), 1), ['received', 'faulted']);
});

for (const kind of ['node', 'bytes'] as const) {
	test.serial(`${kind}: a connection is closed once it was idle for the time that was set`, async (t) => {
		await using supervised = await Supervised.start({kind, idleTimeoutMs: 200});
		using client = new RawClient(supervised.port);
		client.get(1);
		t.is((await client.answer()).status, 200);
		const {end, endMs} = await client.ended();
		t.is(end, 'fin');
		t.true(endMs >= 199 && endMs < 1000, `closed after ${endMs} ms`);
	});
}

for (const by of ['fin', 'rst'] as const) {
	for (const framing of ['length', 'chunked'] as const) {
		test.serial(`bytes: cut by ${by} with ${framing} framing ends before the stated length`, async (t) => {
			await using supervised = await Supervised.start({kind: 'bytes'});
			await supervised.behave({do: 'cut', by, framing});
			using client = new RawClient(supervised.port);
			client.get(1);
			const {text, end} = await client.ended();
			t.is(end, by === 'fin' ? 'fin' : 'reset');
			t.deepEqual(steps(await laterJournal(supervised), 1), ['received', 'faulted'], 'neither answered nor aborted by the client');
			const split = text.indexOf('\r\n\r\n') + 4;
			const head = text.slice(0, split);
			const whole = Number(headerOf(head, 'x-gatequake-length'));
			const half = Math.floor(whole / 2);
			if (framing === 'length') {
				t.is(Number(headerOf(head, 'content-length')), whole);
				t.is(text.length - split, half);
			} else {
				t.is(headerOf(head, 'transfer-encoding'), 'chunked');
				t.true(text.slice(split).startsWith(`${half.toString(16)}\r\nrequest 1 `));
				t.false(text.endsWith('0\r\n\r\n'), 'the last chunk is missing');
			}
		});
	}
}

test.serial('bytes: raw sends the given bytes as they are and closes', async (t) => {
	await using supervised = await Supervised.start({kind: 'bytes'});
	await supervised.behave({do: 'raw', bytesBase64: Buffer.from('HTTP/9.9 oops\u0000\r\n').toString('base64')});
	using client = new RawClient(supervised.port);
	client.get(1);
	const {text, end} = await client.ended();
	t.is(text, 'HTTP/9.9 oops\u0000\r\n');
	t.is(end, 'fin');
});

test.serial('bytes: a request that is no HTTP is refused and the connection closed', async (t) => {
	await using supervised = await Supervised.start({kind: 'bytes'});
	using client = new RawClient(supervised.port);
	client.send('nonsense\r\n\r\n');
	t.true((await client.ended()).text.startsWith('HTTP/1.1 400 Bad Request\r\n'));
});

for (const kind of ['node', 'bytes'] as const) {
	test.serial(`${kind}: a download is as long as its path says, takes its time, and is whole`, async (t) => {
		await using supervised = await Supervised.start({kind});
		using client = new RawClient(supervised.port);
		const fromMs = performance.now();
		client.send('GET /download/30000/300?gq=1 HTTP/1.1\r\nHost: app\r\n\r\n');
		const {head, body} = await client.answer();
		t.is(body.length, 30_000);
		t.is(headerOf(head, 'x-gatequake-crc32'), crc32(body).toString(16).padStart(8, '0'));
		t.true(performance.now() - fromMs >= 299);
		t.deepEqual(steps(await supervised.journaled('the answer', has(1, 'answered')), 1), ['received', 'answered']);
	});

	test.serial(`${kind}: events have no stated length, and each ends with a blank line`, async (t) => {
		await using supervised = await Supervised.start({kind});
		using client = new RawClient(supervised.port);
		client.send('GET /events/10/200?gq=1 HTTP/1.1\r\nHost: app\r\n\r\n');
		const text = await client.text((soFar) => soFar.endsWith('\r\n0\r\n\r\n'));
		t.regex(text, /content-type: text\/event-stream/i);
		t.notRegex(text, /^content-length/im);
		t.is(text.match(/data: 1\.+\n\n/g)?.length, 10);
		t.regex(text, /\r\n60\r\ndata/);
	});

	test.serial(`${kind}: one worker does one piece of work at a time, also for clients that have gone`, async (t) => {
		await using supervised = await Supervised.start({kind});
		const fromMs = performance.now();
		{
			using gone = new RawClient(supervised.port);
			gone.send('GET /work/200?gq=1 HTTP/1.1\r\nHost: app\r\n\r\n');
			await supervised.journaled('the first request', has(1, 'received'));
		}

		using client = new RawClient(supervised.port);
		client.send('GET /work/200?gq=2 HTTP/1.1\r\nHost: app\r\n\r\n');
		t.is((await client.answer()).status, 200);
		t.true(performance.now() - fromMs >= 398);
		const lines = await supervised.journaled('the second answer', has(2, 'answered'));
		t.deepEqual(steps(lines, 1), ['received', 'aborted']);
		t.is(lines.find(({r, s}) => r === 2 && s === 'answered')?.c, 200);
	});

	test.serial(`${kind}: probe-status answers what has no id, and nothing else, and journals it`, async (t) => {
		await using supervised = await Supervised.start({kind});
		await supervised.behave({do: 'probe-status', status: 404});
		using client = new RawClient(supervised.port);
		client.send('GET /healthz HTTP/1.1\r\nHost: app\r\n\r\n');
		t.is((await client.answer()).status, 404);
		client.get(1);
		t.is((await client.answer()).status, 200);
		const lines = await supervised.journaled('the answer', has(1, 'answered'));
		t.deepEqual(
			lines.map(({r, s, d}) => [r, s, d]),
			[
				[-1, 'faulted', 'probe-status'],
				[1, 'received', undefined],
				[1, 'answered', undefined],
			],
		);
	});
}
