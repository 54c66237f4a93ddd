// The app's process is killed under its supervisor: the container, its address and its name stay, and nothing listens any more.
import {number, nullable, oneOf, string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';
import {processWitness, whereInUse} from './witness.ts';

export interface KillOptions {
	/** Default `SIGKILL`. */
	readonly signal?: 'SIGKILL' | 'SIGTERM' | 'SIGSEGV' | 'SIGABRT';
	/** Default `app1`. */
	readonly upstream?: string;
	/** Started again this long after the signal; null (default): when the fault is cleared. In ms. */
	readonly restartAfterMs?: number | null;
}

export function kill(options: KillOptions = {}): Fault {
	const {signal = 'SIGKILL', upstream = 'app1', restartAfterMs = null} = options;
	return makeFault({
		kind: 'kill',
		options: {...options, signal, upstream, restartAfterMs},
		checkers: {signal: oneOf(['SIGKILL', 'SIGTERM', 'SIGSEGV', 'SIGABRT']), upstream: string, restartAfterMs: nullable(number({min: 0}))},
		describe: `${signal} of the app on ${upstream}, ${restartAfterMs === null ? 'started again at the end' : `started again after ${restartAfterMs} ms`}`,
		effect: {withinMs: 100, goneWithinMs: 5000},
		upstreams: [upstream],
		async inject({topology}) {
			const target = targetUpstream(topology, upstream);
			// Death is the instant of the signal; the socket's end is waited for, so that the fault is known to have worked.
			const effective = await target.kill(signal, restartAfterMs);
			await target.waitForPort('closed', effective.atMs, 5000);
			return armed({
				effective,
				evidence: `${signal} sent to the app on ${upstream}, its port closed`,
				async clear() {
					await target.startApp();
					const open = await target.waitForPort('open', effective.atMs, 20_000);
					return {...open, evidence: `the kernel's socket table shows the port of ${upstream} open again`};
				},
				witness: whereInUse(upstream, effective, processWitness(upstream, effective)),
			});
		},
	});
}
