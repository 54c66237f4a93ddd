// The app's process is killed under its supervisor: the container, its address and its name stay, and nothing listens any more.
import {either, number, nullable, oneOf, string} from '../expectations/options.ts';
import {between} from '../timeline/between.ts';
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
	/** Started again this long after the signal, in ms; null (default): when the fault is cleared; `policy`: by the app's own `restart`. */
	readonly restartAfterMs?: number | 'policy' | null;
}

/**
 * The app's process is killed under its supervisor.
 * @example kill({restartAfterMs: 500})
 */
export function kill(options: KillOptions = {}): Fault {
	const {signal = 'SIGKILL', upstream = 'app1', restartAfterMs = null} = options;
	return makeFault({
		kind: 'kill',
		options: {...options, signal, upstream, restartAfterMs},
		checkers: {
			signal: oneOf(['SIGKILL', 'SIGTERM', 'SIGSEGV', 'SIGABRT']),
			upstream: string,
			restartAfterMs: nullable(either('a number of ms, null or "policy"', number({min: 0}), oneOf(['policy']))),
		},
		describe: `${signal} of the app on ${upstream}, ${restartWords(restartAfterMs)}`,
		effect: {withinMs: 100, goneWithinMs: 5000},
		upstreams: [upstream],
		check: ({upstreams}) =>
			restartAfterMs !== 'policy' && upstreams.some(({name, pm2}) => name === upstream && pm2 !== null)
				? [{path: 'fault.restartAfterMs', message: `PM2 starts ${upstream} again by itself: write restartAfterMs: 'policy'`}]
				: [],
		async inject({topology}) {
			const target = targetUpstream(topology, upstream);
			const signalled = await target.kill(signal, restartAfterMs);
			// The kernel takes its time to end a process: meanwhile requests may be answered, refused or cut.
			const effective = between(signalled, await target.waitForPort('closed', signalled.atMs, 5000));
			return armed({
				effective,
				evidence: `${signal} sent to the app on ${upstream}, its port closed`,
				async clear() {
					await target.startApp();
					const open = await target.waitForPort('open', signalled.atMs, 20_000);
					return {...open, evidence: `the kernel's socket table shows the port of ${upstream} open again`};
				},
				witness: whereInUse(upstream, effective, processWitness(upstream, effective)),
			});
		},
	});
}

function restartWords(restartAfterMs: KillOptions['restartAfterMs']): string {
	if (restartAfterMs === 'policy') {
		return 'started again by its process manager';
	}

	return typeof restartAfterMs === 'number' ? `started again after ${restartAfterMs} ms` : 'started again at the end';
}
