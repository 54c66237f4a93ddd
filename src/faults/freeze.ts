// The app's process is stopped (SIGSTOP) and goes on later: it holds its port and its connections, the kernel accepts for it, and nobody
// answers. Other processes of its container go on; `pause` stops them too.
import {GatequakeError} from '../error.ts';
import {string} from '../expectations/options.ts';
import type {RunningUpstream} from '../topology/topology.ts';
import {armed} from './armed.ts';
import type {Fault, FaultContext} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';
import {unreadCounter, unreadWitness} from './unread.ts';

export interface FreezeOptions {
	/** Default `app1`. */
	readonly upstream?: string;
}

const stopsWithinMs = 1000;

/**
 * The app's process is stopped (SIGSTOP), and goes on at the end.
 * @example freeze()
 */
export function freeze(options: FreezeOptions = {}): Fault {
	const {upstream = 'app1'} = options;
	return makeFault({
		kind: 'freeze',
		options: {...options, upstream},
		checkers: {upstream: string},
		describe: `SIGSTOP of the app on ${upstream}, SIGCONT at the end`,
		effect: {withinMs: 100, goneWithinMs: 100},
		upstreams: [upstream],
		needsSupervisor: true,
		network: [{part: upstream, kernel: []}],
		async inject(context) {
			const target = targetUpstream(context.topology, upstream);
			const unread = unreadCounter(context, upstream);
			const effective = await target.kill('SIGSTOP', null);
			const state = await stoppedState(target, context);
			return armed({
				effective,
				evidence: `SIGSTOP sent to the app on ${upstream}, and the kernel says of it: ${state}`,
				async clear() {
					await unread.record();
					const {pid} = await target.inspectApp();
					if (pid === null) {
						throw new GatequakeError(`expected the app on ${upstream} to be stopped, it has ended: there is nothing to continue`, {
							code: 'TARGET_DIED',
						});
					}

					return {...(await target.kill('SIGCONT', null)), evidence: `SIGCONT sent to the app on ${upstream}`};
				},
				witness: unreadWitness(upstream),
			});
		},
	});
}

async function stoppedState(target: RunningUpstream, context: FaultContext): Promise<string> {
	for (let waitedMs = 0; ; waitedMs += 10) {
		const {state} = await target.inspectApp();
		if (state.startsWith('T')) {
			return state;
		}

		if (waitedMs >= stopsWithinMs) {
			throw new GatequakeError(`sent SIGSTOP to the app on ${target.name}, and ${stopsWithinMs} ms later the kernel says: ${state}`, {
				code: 'NOT_SEEN',
			});
		}

		await context.pause(10);
	}
}
