// A generator that keeps the gateway busy beside the load, in a container of its own: what it sends and waits for touches neither the
// schedule nor the samples of the open loop.
import type {ControlChannel} from '../runtime/runtime.ts';
import type {ClosedLoopResult} from '../timeline/sample.ts';
import {GeneratorClient, type GeneratorClientOptions} from './generator-client.ts';
import type {ClosedLoopTarget} from './load.ts';

export interface Saturator {
	/** Done when it sends. It ends by itself after `mostMs`. */
	start(target: ClosedLoopTarget, mostMs: number): Promise<void>;
	/** Done when its sockets are gone. */
	stop(): Promise<ClosedLoopResult>;
}

/** Waits for its hello. */
export async function startSaturator(channel: ControlChannel, options: GeneratorClientOptions): Promise<Saturator> {
	const generator = await GeneratorClient.connect(channel, options);
	return {
		async start(target, mostMs) {
			await generator.ask({command: 'saturate', ...target, mostMs}, startWithinMs, 'start to saturate the gateway');
		},
		async stop() {
			const {saturation} = await generator.ask({command: 'desaturate'}, stopWithinMs, 'stop saturating the gateway');
			if (saturation === undefined) throw generator.incomplete('saturation');
			return saturation;
		},
	};
}

const startWithinMs = 10_000;
const stopWithinMs = 10_000;
