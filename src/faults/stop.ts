// The app is asked to end, as by a deploy or a process manager: SIGTERM, and SIGKILL where it has not ended within its grace. What it does with
// the requests that it has begun, and with the connections that the gateway keeps open to it, is the app's own doing (`onTerm`).
import {number, nullable, string} from '../expectations/options.ts';
import type {JournalEvent, ProcessEvent, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';

export interface StopOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/** Longest time for it to end before SIGKILL. Default 10 000 ms, as engines and orchestrators have or exceed. */
	readonly graceMs?: number;
	/** Started again this long after SIGTERM, if it has ended by then, or else when it has; null (default): when the fault is cleared. In ms. */
	readonly restartAfterMs?: number | null;
}

/** A process that was sent SIGKILL ends within this. */
const endsWithinMs = 5000;

/**
 * The app is asked to end (SIGTERM), and killed where it has not ended within its grace.
 * @example stop({upstream: 'app1', graceMs: 5000})
 */
export function stop(options: StopOptions = {}): Fault {
	const {upstream = 'app1', graceMs = 10_000, restartAfterMs = null} = options;
	return makeFault({
		kind: 'stop',
		options: {...options, upstream, graceMs, restartAfterMs},
		checkers: {upstream: string, graceMs: number({min: 0, max: 30_000}), restartAfterMs: nullable(number({min: 0}))},
		describe: `SIGTERM of the app on ${upstream}, SIGKILL after ${graceMs} ms, ${restartAfterMs === null ? 'started again at the end' : `started again after ${restartAfterMs} ms`}`,
		effect: {withinMs: 100, goneWithinMs: 5000},
		upstreams: [upstream],
		needsSupervisor: true,
		async inject({topology}) {
			const target = targetUpstream(topology, upstream);
			const effective = await target.stop(graceMs, restartAfterMs);
			return armed({
				effective,
				evidence: `SIGTERM sent to the app on ${upstream}`,
				async clear() {
					const ended = await target.waitForEvent('exited', effective.atMs, graceMs + endsWithinMs);
					await target.startApp();
					const open = await target.waitForPort('open', ended.atMs, 20_000);
					return {...open, evidence: `the kernel's socket table shows the port of ${upstream} open again`};
				},
				witness: inFlightWitness(upstream, effective.atMs),
			});
		},
	});
}

/** What the app had begun when the signal came, by its own journal, and how that ended. Without the end of the process nothing is proven. */
function inFlightWitness(part: string, atMs: number): (collected: Collected) => Witness {
	return ({events}) => {
		const begun = new Set<number>();
		let answered = 0;
		for (const {requestId, step} of events.filter(
			(event): event is JournalEvent => event.kind === 'journal' && event.part === part && event.atMs < atMs,
		)) {
			if (step === 'received') {
				begun.add(requestId);
			} else if (step === 'answered' || step === 'aborted') {
				begun.delete(requestId);
			}
		}

		for (const event of events) {
			if (
				event.kind === 'journal' &&
				event.part === part &&
				event.atMs >= atMs &&
				event.step === 'answered' &&
				begun.has(event.requestId)
			) {
				answered += 1;
			}
		}

		const ends = events.filter((event): event is ProcessEvent => event.kind === 'process' && event.part === part && event.atMs >= atMs);
		const exit = ends.find(({what}) => what === 'exited');
		return {
			count: exit === undefined ? 0 : begun.size,
			unit: 'requests in flight in the app at SIGTERM',
			evidence: [
				`${part}'s journal: ${begun.size} requests in flight at SIGTERM, ${answered} of them answered`,
				exit === undefined
					? `${part}: no process ended`
					: `${part}: process ${exit.pid} ended with wait status ${exit.exitCode}, ${(exit.atMs - atMs).toFixed(0)} ms after SIGTERM`,
			],
		};
	};
}
