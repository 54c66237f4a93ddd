// Faults on the way to an app's Unix socket: the app runs and listens, and nobody can connect. Connections that the gateway keeps go on
// working, so such a fault meets a gateway that keeps none.
import {GatequakeError} from '../error.ts';
import {string} from '../expectations/options.ts';
import {requestIdOf, rowsDueIn} from '../timeline/sample-rows.ts';
import type {Instant, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';
import {whereInUse} from './witness.ts';

export interface SocketFaultOptions {
	/** Default `app1`. It must listen on a Unix socket (`listen: 'unix'`). */
	readonly upstream?: string;
}

export interface SocketFaultParts {
	readonly kind: string;
	readonly options: SocketFaultOptions;
	readonly describe: (upstream: string) => string;
	readonly change: 'hide' | 'deny';
	readonly back: 'show' | 'allow';
	/** What connect(2) gives then. */
	readonly errno: string;
}

export function socketFault({kind, options, describe, change, back, errno}: SocketFaultParts): Fault {
	const {upstream = 'app1'} = options;
	return makeFault({
		kind,
		options: {...options, upstream},
		checkers: {upstream: string},
		describe: describe(upstream),
		effect: {withinMs: 100, goneWithinMs: 100},
		upstreams: [upstream],
		needsSupervisor: true,
		needsSocket: true,
		async inject({topology}) {
			const target = targetUpstream(topology, upstream);
			const effective = await target.changeSocket(change);
			if (effective.connecting !== errno) {
				throw new GatequakeError(`expected ${errno} from a connection to the socket of ${upstream}, got ${effective.connecting}`, {
					code: 'NO_EFFECT',
				});
			}

			let cleared: Instant | null = null;
			return armed({
				effective,
				evidence: `the kernel gives ${errno} to who connects to the socket of ${upstream}`,
				async clear() {
					const {connecting, ...instant} = await target.changeSocket(back);
					cleared = instant;
					return {...instant, evidence: `a connection to the socket of ${upstream}: ${connecting}`};
				},
				witness: whereInUse(upstream, effective, (collected) =>
					unreachedWitness(effective.atMs, cleared?.atMs ?? Number.POSITIVE_INFINITY, collected),
				),
			});
		},
	});
}

/** Requests that no app received, by the apps' own journals. */
function unreachedWitness(fromMs: number, toMs: number, {events, samples}: Collected): Witness {
	const received = new Set(events.flatMap((event) => (event.kind === 'journal' && event.step === 'received' ? [event.requestId] : [])));
	const {first, end} = rowsDueIn(samples, fromMs, toMs);
	const unreached = Array.from({length: end - first}, (_, index) => requestIdOf(samples, first + index)).filter((id) => !received.has(id));
	return {
		count: unreached.length,
		unit: 'requests that reached no app',
		evidence: unreached.slice(0, 3).map((id) => `no app's journal has request ${id}`),
	};
}
