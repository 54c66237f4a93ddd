import {createSocket} from 'node:dgram';
import type {Socket} from 'node:dgram';
import {once} from 'node:events';
import test from 'ava';
import {NameRelay} from '../../src/upstreams/name-relay.ts';
import type {NameHabit} from '../../src/upstreams/upstream.ts';

/** A question for the address of `app1`, with this number. */
function question(number: number): Buffer {
	const head = Buffer.from([number >> 8, number & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
	return Buffer.concat([head, Buffer.from('\x04app1\x00\x00\x01\x00\x01', 'latin1')]);
}

/** The question, with one answer: the last number of an address that changes with each. */
function answerTo(asked: Buffer, last: number): Buffer {
	const answer = Buffer.concat([asked, Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 5, 0, 4, 10, 0, 0, last])]);
	answer.writeUInt16BE(0x81_80, 2);
	answer.writeUInt16BE(1, 6);
	return answer;
}

async function bound(socket: Socket): Promise<number> {
	await once(socket.bind(0, '127.0.0.1'), 'listening');
	return socket.address().port;
}

async function withRelay(
	use: (ask: (number: number) => Promise<Buffer>, relay: NameRelay) => Promise<void>,
	first: NameHabit,
): Promise<void> {
	let served = 0;
	const server = createSocket('udp4', (asked, from) => {
		server.send(answerTo(asked, ++served), from.port, from.address);
	});
	const client = createSocket('udp4');
	using relay = new NameRelay({listens: 0, asks: 0}, {address: '127.0.0.1', port: await bound(server)});
	try {
		await bound(client);
		await relay.behave(first, null);
		await use(async (number) => {
			const answered = once(client, 'message', {signal: AbortSignal.timeout(5000)});
			client.send(question(number), relay.port ?? 0, '127.0.0.1');
			const [answer] = await answered;
			return Buffer.from(answer);
		}, relay);
	} finally {
		client.close();
		server.close();
	}
}

test('it passes questions on and answers back, each under its own number, and counts none of them', async (t) => {
	await withRelay(
		async (ask, relay) => {
			t.deepEqual(await ask(513), answerTo(question(513), 1));
			t.deepEqual(await ask(7), answerTo(question(7), 2));
			t.is(relay.treated, 0);
		},
		{as: 'relay'},
	);
});

test('a stale one gives what was first answered, under the number of the new question', async (t) => {
	await withRelay(
		async (ask, relay) => {
			await ask(1);
			await relay.behave({as: 'stale'}, null);
			t.deepEqual(await ask(2), answerTo(question(2), 1));
			t.is(relay.treated, 1);
			await relay.behave({as: 'relay'}, null);
			t.deepEqual(await ask(3), answerTo(question(3), 2));
		},
		{as: 'relay'},
	);
});

test('one that knows no name says so by code 3, with the question and without answers', async (t) => {
	await withRelay(
		async (ask) => {
			const answer = await ask(9);
			t.is(answer.readUInt16BE(0), 9);
			t.is((answer[3] ?? 0) & 15, 3);
			t.is(answer.readUInt16BE(6), 0);
			t.is(answer.length, question(9).length);
		},
		{as: 'no-such-name'},
	);
});

test('a habit with an end is over by itself', async (t) => {
	await withRelay(
		async (ask, relay) => {
			await relay.behave({as: 'no-such-name'}, 20);
			let answer = await ask(4);
			t.is((answer[3] ?? 0) & 15, 3);
			while (((answer[3] ?? 0) & 15) === 3) {
				answer = await ask(4);
			}

			t.deepEqual(answer, answerTo(question(4), 1));
		},
		{as: 'relay'},
	);
});
