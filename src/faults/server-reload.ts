// The app server is reloaded under load, again and again, as by a deploy or a log rotation that goes through it: its first process stays, and
// replaces its workers; or, by a hot restart, starts anew itself with the socket that it has. What they are at work on is answered first,
// or not, by the server's own patience (`graceMs`).
import {number, oneOf, string} from '../expectations/options.ts';
import type {Instant, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault, FaultContext} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';
import {whereInUse} from './witness.ts';

export interface ServerReloadOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/** Time between two reloads, in ms. Default 1000. */
	readonly everyMs?: number;
	/** `hot-restart`: the first process starts anew too, where the server can do both. Default `reload`. */
	readonly how?: 'reload' | 'hot-restart';
}

/**
 * The app server is reloaded under load.
 * @example serverReload({everyMs: 2000})
 */
export function serverReload(options: ServerReloadOptions = {}): Fault {
	const {upstream = 'app1', everyMs = 1000, how = 'reload'} = options;
	return makeFault({
		kind: 'server-reload',
		options: {...options, upstream, everyMs, how},
		checkers: {upstream: string, everyMs: number({min: 100}), how: oneOf(['reload', 'hot-restart'])},
		describe: `${how} of the server on ${upstream} each ${everyMs} ms`,
		effect: {withinMs: 100, goneWithinMs: 1000},
		upstreams: [upstream],
		needs: how,
		async inject(context) {
			const target = targetUpstream(context.topology, upstream);
			const effective = await target.reload(how);
			const ended = new AbortController();
			const repeated = again(context, {everyMs, reload: async () => await target.reload(how), signal: ended.signal});
			// Awaited in clear(); until then a failure must not count as unhandled.
			repeated.catch(() => {});
			return armed({
				effective,
				evidence: `the first process on ${upstream} got the signal for a ${how}`,
				async clear() {
					ended.abort();
					await repeated;
					return {...context.now(), evidence: `${upstream} is not reloaded any more`};
				},
				witness: whereInUse(upstream, effective, (collected) => witnessOf(upstream, effective, collected)),
			});
		},
	});
}

interface Repeated {
	readonly everyMs: number;
	readonly reload: () => Promise<Instant>;
	readonly signal: AbortSignal;
}

async function again(context: FaultContext, {everyMs, reload, signal}: Repeated): Promise<void> {
	for (let waitedMs = 0; !signal.aborted && !context.signal.aborted; waitedMs += lookMs) {
		if (waitedMs >= everyMs) {
			waitedMs = 0;
			await reload();
		}

		await context.pause(lookMs);
	}
}

/** A clear waits for no longer than this. */
const lookMs = 50;

/** The server's log names a whole second: the one of the effect counts. */
function witnessOf(upstream: string, effective: Instant, {events}: Collected): Witness {
	const lines = events.flatMap((event) =>
		event.kind === 'server-log' &&
		event.part === upstream &&
		event.meaning === 'reloaded' &&
		event.atMs + event.uncertaintyMs >= effective.atMs
			? [`${upstream}'s log: ${event.raw}`]
			: [],
	);
	return {count: lines.length, unit: `reloads that the server on ${upstream} logged`, evidence: lines.slice(0, 5)};
}
