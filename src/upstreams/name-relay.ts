// Stands between a gateway and its name service: passes questions on and answers back, or answers as a name service does that is slow,
// silent, out of date, or knows no such name. Questions are led to it by a packet rule of its network namespace.
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import type {RemoteInfo, Socket} from 'node:dgram';
import {nameRelayPorts} from './upstream.ts';
import type {NameHabit} from './upstream.ts';

/** Of the engine's own networks, in every container. */
const engineNameServer = {address: '127.0.0.11', port: 53};
/** Questions without an answer are forgotten by then. */
const patienceMs = 5000;

export class NameRelay {
	#habit: NameHabit = {as: 'relay'};
	/** Questions so far that were not simply passed on. */
	treated = 0;
	#until: NodeJS.Timeout | undefined;
	#inner: Socket | null = null;
	#outer: Socket | null = null;
	#nextId = 0;
	readonly #asked = new Map<number, {readonly question: Buffer; readonly from: RemoteInfo}>();
	/** First good answer to each question, without its number. */
	readonly #known = new Map<string, Buffer>();
	readonly #ports: {readonly listens: number; readonly asks: number};
	readonly #server: {readonly address: string; readonly port: number};

	constructor(ports: {readonly listens: number; readonly asks: number} = nameRelayPorts, server = engineNameServer) {
		this.#ports = ports;
		this.#server = server;
	}

	/** Where it listens; null before its first order. */
	get port(): number | null {
		return this.#inner?.address().port ?? null;
	}

	[Symbol.dispose](): void {
		clearTimeout(this.#until);
		this.#inner?.close();
		this.#outer?.close();
	}

	/** From now on; after `forMs` it passes on again. */
	async behave(habit: NameHabit, forMs: number | null): Promise<void> {
		clearTimeout(this.#until);
		this.#habit = habit;
		if (forMs !== null) {
			this.#until = setTimeout(() => {
				this.#habit = {as: 'relay'};
			}, forMs);
		}

		if (this.#inner === null) {
			this.#inner = await bound(this.#ports.listens, (question, from) => {
				this.#take(question, from);
			});
			this.#outer = await bound(this.#ports.asks, (answer) => {
				this.#giveBack(answer);
			});
		}
	}

	#take(question: Buffer, from: RemoteInfo): void {
		const habit = this.#habit;
		this.treated += habit.as === 'relay' ? 0 : 1;
		switch (habit.as) {
			case 'silent': {
				return;
			}

			case 'no-such-name': {
				this.#inner?.send(noSuchName(question), from.port, from.address);
				return;
			}

			case 'stale': {
				const known = this.#known.get(keyOf(question));
				if (known !== undefined) {
					this.#inner?.send(Buffer.concat([question.subarray(0, 2), known]), from.port, from.address);
					return;
				}

				this.#passOn(question, from);
				return;
			}

			case 'slow': {
				setTimeout(() => {
					this.#passOn(question, from);
				}, habit.delayMs);
				return;
			}

			case 'relay': {
				this.#passOn(question, from);
			}
		}
	}

	#passOn(question: Buffer, from: RemoteInfo): void {
		this.#nextId = (this.#nextId + 1) % 65_536;
		const id = this.#nextId;
		this.#asked.set(id, {question, from});
		setTimeout(() => this.#asked.delete(id), patienceMs).unref();
		this.#outer?.send(Buffer.concat([numberBytes(id), question.subarray(2)]), this.#server.port, this.#server.address);
	}

	#giveBack(answer: Buffer): void {
		const asked = this.#asked.get(answer.readUInt16BE(0));
		if (asked === undefined) {
			return;
		}

		const {question, from} = asked;
		// The low four bits say whether it went well; bytes 6 and 7 how many answers there are.
		if (((answer[3] ?? 0) & 15) === 0 && answer.readUInt16BE(6) > 0 && !this.#known.has(keyOf(question))) {
			this.#known.set(keyOf(question), answer.subarray(2));
		}

		this.#inner?.send(Buffer.concat([question.subarray(0, 2), answer.subarray(2)]), from.port, from.address);
	}
}

async function bound(port: number, onMessage: (message: Buffer, from: RemoteInfo) => void): Promise<Socket> {
	const socket = createSocket('udp4', onMessage);
	// A port that nobody listens on any more answers by ICMP.
	await once(socket.bind(port, '127.0.0.1'), 'listening');
	socket.on('error', () => {});
	return socket;
}

/** Name, type and class. */
function keyOf(question: Buffer): string {
	return question.toString('latin1', 12, endOfQuestion(question)).toLowerCase();
}

function endOfQuestion(question: Buffer): number {
	let at = 12;
	while (at < question.length && question[at] !== 0) {
		at += (question[at] ?? 0) + 1;
	}

	return at + 5;
}

/** The question alone, as an answer with code 3 (RFC 1035, section 4.1.1). */
function noSuchName(question: Buffer): Buffer {
	const answer = Buffer.from(question.subarray(0, endOfQuestion(question)));
	answer.writeUInt16BE(0x81_83, 2);
	answer.fill(0, 6, 12);
	return answer;
}

function numberBytes(number: number): Buffer {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16BE(number);
	return bytes;
}
