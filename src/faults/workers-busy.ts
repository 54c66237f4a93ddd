// Requests hold the server's workers for so long that none is free: what comes meanwhile waits in the kernel's queue, or finds it full. The
// server itself has to say so in its log; slow requests of which it had workers enough for would be another story.
import {required, string} from '../expectations/options.ts';
import type {Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import {durationMs} from './behaviour-fault.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';
import {journalWitness} from './witness.ts';

export interface WorkersBusyOptions {
	/** How long each request holds its worker, in ms. */
	readonly holdMs: number;
	/** Default `app1`. Its server must be one that says when no worker is free. */
	readonly upstream?: string;
}

/**
 * Requests hold all workers of the app server.
 * @example workersBusy({holdMs: 2000})
 */
export function workersBusy(options: WorkersBusyOptions): Fault {
	const {holdMs, upstream = 'app1'} = options;
	return makeFault({
		kind: 'workers-busy',
		options: {...options, upstream},
		checkers: {holdMs: required(durationMs), upstream: string},
		describe: `each request holds its worker on ${upstream} for ${holdMs} ms`,
		effect: {withinMs: 100, goneWithinMs: 100},
		upstreams: [upstream],
		needs: ['slow-first-byte', 'tell-busy'],
		async inject({topology}) {
			const target = targetUpstream(topology, upstream);
			const effective = await target.behave({behaviour: {do: 'slow-first-byte', delayMs: holdMs}, share: 1, methods: null});
			return armed({
				effective,
				evidence: `requests on ${upstream} hold their workers from now on`,
				async clear() {
					return {...(await target.behave(null)), evidence: `requests on ${upstream} are answered at once again`};
				},
				witness: (collected) => witnessOf(upstream, collected),
			});
		},
	});
}

function witnessOf(upstream: string, collected: Collected): Witness {
	const held = journalWitness([upstream], ['slow-first-byte'], 'requests that held a worker')(collected);
	const said = collected.events.flatMap((event) =>
		event.kind === 'server-log' && event.part === upstream && (event.meaning === 'workers-busy' || event.meaning === 'queue-full')
			? [`${upstream}'s log: ${event.raw}`]
			: [],
	);
	return said.length === 0
		? {...held, count: 0, evidence: [...held.evidence, `no line of ${upstream}'s log tells that no worker was free`]}
		: {...held, evidence: [...said.slice(0, 3), ...held.evidence]};
}
