// A deploy loses the line by which the app's server takes requests with large heads: long cookies, long queries. It takes small ones as ever, and
// drops the connection of each that is larger, with a line in its own log. The gateway took them, and sees a closed connection.
import {number, string} from '../expectations/options.ts';
import type {Instant, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {redeploy} from './redeploy.ts';
import {targetUpstream} from './target.ts';

export interface RequestBufferOptions {
	/** Largest head of a request that the server takes from then on. Default 4096, which is uWSGI's own. */
	readonly bytes?: number;
	/** Default `app1`. */
	readonly upstream?: string;
}

/**
 * The app's server takes only small heads of requests after a deploy.
 * @example requestBuffer({bytes: 2048})
 */
export function requestBuffer(options: RequestBufferOptions = {}): Fault {
	const {upstream = 'app1', bytes = 4096} = options;
	return makeFault({
		kind: 'request-buffer',
		options: {...options, upstream, bytes},
		checkers: {upstream: string, bytes: number({min: 1024, max: 32_768, integer: true})},
		describe: `a version is deployed on ${upstream} whose server takes requests with ${bytes} bytes of headers at most`,
		effect: {withinMs: 10_000, goneWithinMs: 10_000},
		upstreams: [upstream],
		needs: 'request-buffer',
		async inject(context) {
			const target = targetUpstream(context.topology, upstream);
			await target.setFlaw({is: 'request-buffer', bytes});
			const {open} = await redeploy(target);
			return armed({
				effective: open,
				evidence: `the server on ${upstream} listens again, with a buffer of ${bytes} bytes for the head of a request`,
				async clear() {
					await target.setFlaw(null);
					const back = await redeploy(target);
					return {...back.open, evidence: `the server on ${upstream} listens again, with the buffer that it had`};
				},
				witness: (collected) => witnessOf(upstream, open, collected),
			});
		},
	});
}

/** The server's log names a whole second: the one of the effect counts. */
function witnessOf(upstream: string, effective: Instant, {events}: Collected): Witness {
	const lines = events.flatMap((event) =>
		event.kind === 'server-log' &&
		event.part === upstream &&
		event.meaning === 'request-refused' &&
		event.atMs + event.uncertaintyMs >= effective.atMs
			? [`${upstream}'s log: ${event.raw}`]
			: [],
	);
	return {count: lines.length, unit: `requests that the server on ${upstream} refused by its own log`, evidence: lines.slice(0, 5)};
}
