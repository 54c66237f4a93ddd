// The harness's end of the generator's control channel: commands with replies, each wait bounded, and rows as they come.
import {FrameDecoder} from './frames.ts';
import {frameTypes, type GeneratorCommand, type GeneratorMessage} from './load.ts';
import {GatequakeError} from '../error.ts';
import type {ControlChannel} from '../runtime/runtime.ts';

/** Without `seq`, which the link gives. */
export type CommandBody = GeneratorCommand extends infer Command
	? Command extends GeneratorCommand
		? Omit<Command, 'seq'>
		: never
	: never;
export type Hello = Extract<GeneratorMessage, {type: 'hello'}>;
export type Reply = Extract<GeneratorMessage, {type: 'reply'; ok: true}>;

interface Waiting {
	readonly resolve: (message: Reply) => void;
	readonly reject: (error: Error) => void;
}

export class GeneratorLink {
	readonly hello: Promise<Hello>;
	/** Set where the generator is of no more use. */
	failure: GatequakeError | null = null;
	onRows: (payload: Uint8Array) => void = () => {};

	readonly #channel: ControlChannel;
	readonly #part: string;
	readonly #decoder = new FrameDecoder();
	readonly #waiting = new Map<number, Waiting>();
	readonly #hello = Promise.withResolvers<Hello>();
	#seq = 0;

	constructor(channel: ControlChannel, part: string) {
		this.#channel = channel;
		this.#part = part;
		this.hello = this.#hello.promise;
		// A failure before anybody waits is kept in `failure`.
		this.hello.catch(() => {});
		channel.onData((chunk) => this.#take(chunk));
		channel.onEnd(() => this.#fail('LOAD_GENERATOR_GONE', 'its standard output ended', `look at the last lines of the container ${part}`));
	}

	/** Sends a command and waits for its reply. `waitsFor` completes the sentence "loadgen did not ...". */
	async ask(body: CommandBody, timeoutMs: number, waitsFor: string, signal?: AbortSignal): Promise<Reply> {
		if (this.failure !== null) throw this.failure;
		const seq = ++this.#seq;
		const {promise, resolve, reject} = Promise.withResolvers<Reply>();
		this.#waiting.set(seq, {resolve, reject});
		this.#channel.send(`${JSON.stringify({seq, ...body})}\n`);
		try {
			return await this.bounded(promise, timeoutMs, waitsFor, signal);
		} finally {
			this.#waiting.delete(seq);
		}
	}

	async bounded<Value>(promise: Promise<Value>, timeoutMs: number, waitsFor: string, signal?: AbortSignal): Promise<Value> {
		signal?.throwIfAborted();
		const end = Promise.withResolvers<never>();
		const timer = setTimeout(() => end.reject(this.#tooLate(waitsFor, timeoutMs)), timeoutMs);
		const onAbort = () => end.reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
		signal?.addEventListener('abort', onAbort, {once: true});
		try {
			return await Promise.race([promise, end.promise]);
		} finally {
			clearTimeout(timer);
			signal?.removeEventListener('abort', onAbort);
		}
	}

	#take(chunk: Uint8Array): void {
		if (this.failure !== null) return;
		try {
			for (const {type, payload} of this.#decoder.push(chunk)) {
				if (type === frameTypes.samples) this.onRows(payload);
				// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends of this pipe are ours, of one version.
				else this.#onMessage(JSON.parse(Buffer.from(payload).toString()) as GeneratorMessage);
			}
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			this.#fail('LOAD_PROTOCOL', `its output cannot be read: ${message}`, 'nothing but the generator may print to standard output', error);
		}
	}

	#onMessage(message: GeneratorMessage): void {
		if (message.type === 'hello') {
			this.#hello.resolve(message);
			return;
		}
		const waiting = this.#waiting.get(message.seq);
		if (message.ok) waiting?.resolve(message);
		else waiting?.reject(refusal(this.#part, message.code, message.error));
	}

	#fail(code: string, why: string, hint: string, cause?: unknown): void {
		if (this.failure !== null) return;
		const message = `expected the load generator in ${this.#part} to go on, and ${why}`;
		this.failure = new GatequakeError(message, {code, hint, cause});
		this.#hello.reject(this.failure);
		for (const {reject} of this.#waiting.values()) reject(this.failure);
	}

	#tooLate(waitsFor: string, timeoutMs: number): GatequakeError {
		return new GatequakeError(
			`expected the load generator in ${this.#part} to ${waitsFor} within ${Math.round(timeoutMs)} ms, and it did not`,
			{
				code: 'LOAD_TIMEOUT',
				hint: `look at the last lines of the container ${this.#part}, and at the load of the machine`,
			},
		);
	}
}

/** Codes for which the user's own numbers are the reason. */
const hints: Readonly<Record<string, string>> = {
	LOAD_RATE: 'give a rate above 0: load: {ratePerSecond: 200}',
	LOAD_ORDER: 'correct the value in the load of the scenario',
	LOAD_IN_FLIGHT: 'lower load.ratePerSecond or load.timeoutMs, or raise load.maxInFlight',
	LOAD_DESCRIPTORS: 'lower load.ratePerSecond or load.timeoutMs, or raise the limit of descriptors (ulimit -n)',
	LOAD_PORTS: 'lower load.ratePerSecond or load.timeoutMs, or widen net.ipv4.ip_local_port_range',
	LOAD_TOO_LONG: 'lower load.ratePerSecond, or shorten the phases',
	LOAD_TARGET: 'check the host name of the target',
};

function refusal(part: string, code: string, error: string): GatequakeError {
	const hint = hints[code];
	return new GatequakeError(`the load generator in ${part} refused: ${error}`, hint === undefined ? {code} : {code, hint, exitCode: 2});
}
