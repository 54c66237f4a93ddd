// Standard input and output of a container, held open over the engine's attach call. It is attached before the container starts, so
// that not a byte is lost, and each start of the container has a channel of its own.
import {Duplex} from 'node:stream';
import type Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {demultiplexer} from './demultiplex.ts';
import {withDeadline} from './engine.ts';
import type {ControlChannel} from './runtime.ts';

/** With nobody listening, so much is held back before the container's writes are made to wait. */
const heldBackBytes = 1024 * 1024;

export interface AttachedChannel extends ControlChannel {
	/** Lets go of the stream; listeners of the end are told. */
	close(): void;
}

export async function attachControlChannel(docker: Docker, containerId: string, part: string): Promise<AttachedChannel> {
	const stream = await withDeadline(
		docker.getContainer(containerId).attach({hijack: true, stream: true, stdin: true, stdout: true, stderr: false}),
		10_000,
		`attach to ${part}`,
	);
	// An upgraded connection is a socket; the type that dockerode states for it is older and wider.
	if (!(stream instanceof Duplex)) throw new TypeError('expected a socket from the engine’s attach call');
	return channelOver(stream, part);
}

function channelOver(stream: Duplex, part: string): AttachedChannel {
	const dataListeners: ((chunk: Buffer) => void)[] = [];
	const endListeners: (() => void)[] = [];
	let held: Buffer[] = [];
	let heldBytes = 0;
	let ended = false;

	const take = (chunk: Buffer): void => {
		for (const listener of dataListeners) listener(chunk);
		if (dataListeners.length > 0) return;
		held.push(chunk);
		heldBytes += chunk.length;
		if (heldBytes > heldBackBytes) stream.pause();
	};
	stream.on(
		'data',
		demultiplexer(take, () => {}),
	);
	const end = (): void => {
		if (ended) return;
		ended = true;
		stream.destroy();
		for (const listener of endListeners) listener();
	};
	stream.once('end', end);
	stream.once('close', end);
	// A connection that breaks is an end like any other; what it means is known from the container's state.
	stream.on('error', end);

	return {
		send(text) {
			if (ended || !stream.writable) {
				throw new GatequakeError(`expected the control channel of ${part} to be open, it has ended`, {code: 'CONTROL_ENDED'});
			}
			stream.write(text);
		},
		onData(listener) {
			dataListeners.push(listener);
			for (const chunk of held) listener(chunk);
			held = [];
			heldBytes = 0;
			stream.resume();
		},
		onEnd(listener) {
			if (ended) listener();
			else endListeners.push(listener);
		},
		close: end,
	};
}
