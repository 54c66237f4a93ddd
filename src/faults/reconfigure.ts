// The gateway takes another config over under load, and a client's answer shows that it has. A reload is asked for by a signal or a
// command; old workers go on with the old config meanwhile, so neither of them is the effect.
import {GatequakeError} from '../error.ts';
import type {Instant} from '../timeline/timeline.ts';
import type {GatewayChange} from '../topology/topology.ts';
import type {FaultContext, LiveSample} from './fault.ts';

const takesOverWithinMs = 5000;

/** What tells an answer under the new config from those under the old one. */
export interface Shown {
	is(sample: LiveSample): boolean;
	/** `an answer of app2`. */
	readonly words: string;
}

/** @throws GatequakeError `NOT_SEEN` where no client gets such an answer in time. */
export async function reconfigure(context: FaultContext, change: GatewayChange, shown: Shown): Promise<Instant> {
	const reload = await context.topology.gateway.reload(change);
	// A command may give its word long after the new config is in force.
	const askedMs = reload.atMs - reload.uncertaintyMs;
	for (let waitedMs = 0; waitedMs < takesOverWithinMs; waitedMs += 20) {
		const first = context.recentSamples().find((sample) => sample.dueAtMs > askedMs && shown.is(sample));
		if (first !== undefined) {
			// Windows are cut by the time at which requests are due, and this one is served anew, however long it waited for that.
			return {atMs: first.dueAtMs, uncertaintyMs: first.endedAtMs - first.dueAtMs};
		}

		await context.pause(20);
	}

	throw new GatequakeError(`the gateway was reloaded, and no client got ${shown.words} within ${takesOverWithinMs} ms`, {
		code: 'NOT_SEEN',
		hint: "a user's own config is reloaded as it is: this fault then needs a config that already says what it changes",
	});
}
