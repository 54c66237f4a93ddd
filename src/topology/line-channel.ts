// Commands and replies over a container's standard input and output, one JSON object a line. Events that come without being asked
// for are kept from the first line on, so that none is lost between the start of the container and the first listener.
import {GatequakeError} from '../error.ts';
import type {ControlChannel} from '../runtime/runtime.ts';
import type {SupervisorMessage} from '../upstreams/upstream.ts';

export type PushedEvent = Extract<SupervisorMessage, {type: 'event'}>;
type Hello = Extract<SupervisorMessage, {type: 'hello'}>;
type Reply = Extract<SupervisorMessage, {type: 'reply'}>;

export interface LineChannel {
	readonly part: string;
	readonly hello: Promise<Hello>;
	/** Sends a command, and gives its reply. @throws GatequakeError `NO_REPLY` after `timeoutMs`, `COMMAND_FAILED` where the part says no. */
	call(command: Readonly<Record<string, unknown>> & {readonly command: string}, timeoutMs?: number): Promise<Extract<Reply, {ok: true}>>;
	/** Called for every event so far, and for each that follows. */
	onEvent(listener: (event: PushedEvent) => void): void;
}

export function openLineChannel(part: string, control: ControlChannel): LineChannel {
	const hello = Promise.withResolvers<Hello>();
	// Nobody may be waiting for it when the container ends.
	hello.promise.catch(() => {});
	const pending = new Map<number, PromiseWithResolvers<Extract<Reply, {ok: true}>>>();
	const events: PushedEvent[] = [];
	const listeners: ((event: PushedEvent) => void)[] = [];
	let nextSeq = 1;
	let ended: GatequakeError | undefined;

	const receive = (message: SupervisorMessage) => {
		switch (message.type) {
			case 'hello': {
				hello.resolve(message);
				break;
			}

			case 'event': {
				events.push(message);
				for (const listener of listeners) {
					listener(message);
				}

				break;
			}

			case 'reply': {
				const waiter = pending.get(message.seq);
				pending.delete(message.seq);
				if (message.ok) {
					waiter?.resolve(message);
				} else {
					waiter?.reject(new GatequakeError(`${part} refused a command: ${message.error}`, {code: 'COMMAND_FAILED'}));
				}

				break;
			}
		}
	};

	control.onData(
		byLine((line) => {
			const message = parseMessage(line);
			if (message !== null) {
				receive(message);
			}
		}),
	);
	control.onEnd(() => {
		ended = new GatequakeError(`${part} ended while the harness was talking to it`, {code: 'PART_ENDED'});
		hello.reject(ended);
		for (const waiter of pending.values()) {
			waiter.reject(ended);
		}

		pending.clear();
	});

	return {
		part,
		hello: hello.promise,
		async call(command, timeoutMs = 5000) {
			if (ended !== undefined) {
				throw ended;
			}

			const seq = nextSeq++;
			const waiter = Promise.withResolvers<Extract<Reply, {ok: true}>>();
			pending.set(seq, waiter);
			const timer = setTimeout(() => {
				waiter.reject(
					new GatequakeError(`${part} did not answer the command \`${command.command}\` within ${timeoutMs} ms`, {code: 'NO_REPLY'}),
				);
			}, timeoutMs);
			try {
				control.send(`${JSON.stringify({seq, ...command})}\n`);
				return await waiter.promise;
			} finally {
				clearTimeout(timer);
				pending.delete(seq);
			}
		},
		onEvent(listener) {
			for (const event of events) {
				listener(event);
			}

			listeners.push(listener);
		},
	};
}

function byLine(listener: (line: string) => void): (chunk: Buffer) => void {
	// A chunk may end inside a character.
	const decoder = new TextDecoder();
	let rest = '';
	return (chunk) => {
		const lines = (rest + decoder.decode(chunk, {stream: true})).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			listener(line);
		}
	};
}

/** A line that is not the protocol's (a crash's stack trace, say) is nobody's message. */
function parseMessage(line: string): SupervisorMessage | null {
	try {
		const value: unknown = JSON.parse(line);
		return isMessage(value) ? value : null;
	} catch {
		return null;
	}
}

function isMessage(value: unknown): value is SupervisorMessage {
	return typeof value === 'object' && value !== null && 'type' in value && ['hello', 'reply', 'event'].includes(String(value.type));
}
