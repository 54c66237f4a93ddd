// A control channel without a container: a test says what the part prints, and sees what the harness sends.
import type {ControlChannel} from '../../src/runtime/runtime.ts';

export interface FakeControl extends ControlChannel {
	/** Commands sent so far, parsed. */
	readonly sent: readonly Readonly<Record<string, unknown>>[];
	/** Bytes on the part's standard output. */
	prints(bytes: string | Uint8Array): void;
	/** One message, as a line. */
	says(message: Readonly<Record<string, unknown>>): void;
	ends(): void;
	/** From now on sending throws, as on a stream that is gone. */
	breaks(): void;
}

/** `answer` is called for each command; what it gives is the reply's fields, or nothing for no reply. */
export function fakeControl(
	answer: (command: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> | undefined = () => undefined,
): FakeControl {
	const sent: Readonly<Record<string, unknown>>[] = [];
	const printed: Buffer[] = [];
	const dataListeners: ((chunk: Buffer) => void)[] = [];
	const endListeners: (() => void)[] = [];
	let broken = false;
	const prints = (bytes: string | Uint8Array) => {
		const chunk = Buffer.from(bytes);
		printed.push(chunk);
		for (const listener of dataListeners) {
			listener(chunk);
		}
	};

	const says = (message: Readonly<Record<string, unknown>>) => {
		prints(`${JSON.stringify(message)}\n`);
	};

	return {
		sent,
		prints,
		says,
		ends() {
			for (const listener of endListeners) {
				listener();
			}
		},
		breaks() {
			broken = true;
		},
		send(text) {
			if (broken) {
				throw new Error('write after end');
			}

			// The harness sends one object a line; its shape is what the tests look at.
			const command: Readonly<Record<string, unknown>> = JSON.parse(text.toString());
			sent.push(command);
			const fields = answer(command);
			if (fields !== undefined) {
				says({type: 'reply', seq: command['seq'], ok: true, monoMs: 0, ...fields});
			}
		},
		onData(listener) {
			for (const chunk of printed) {
				listener(chunk);
			}

			dataListeners.push(listener);
		},
		onEnd(listener) {
			endListeners.push(listener);
		},
	};
}
