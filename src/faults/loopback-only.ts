// A version of the app is deployed that listens on loopback only: a default of its framework, or a setting for the developer's machine. On
// its own host it works, and every check from there is green; anybody else is refused by the kernel, as if nothing listened.
import {GatequakeError} from '../error.ts';
import {string} from '../expectations/options.ts';
import {appPort} from './app-port.ts';
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {growthWitness} from './counter-growth.ts';
import {counterOf, recordKernelCounter, resetsSent} from './kernel-counter.ts';
import {makeFault} from './make-fault.ts';
import {redeploy} from './redeploy.ts';
import {targetNetwork, targetUpstream} from './target.ts';

export interface LoopbackOnlyOptions {
	/** Default `app1`. */
	readonly upstream?: string;
}

/**
 * The app listens on loopback only after a deploy.
 * @example loopbackOnly()
 */
export function loopbackOnly(options: LoopbackOnlyOptions = {}): Fault {
	const {upstream = 'app1'} = options;
	return makeFault({
		kind: 'loopback-only',
		options: {...options, upstream},
		checkers: {upstream: string},
		describe: `a version that listens on loopback only is deployed on ${upstream}, and one that listens to all at the end`,
		effect: {withinMs: 6000, goneWithinMs: 6000},
		upstreams: [upstream],
		needs: 'flaw',
		network: [{part: upstream, kernel: []}],
		async inject(context) {
			const target = targetUpstream(context.topology, upstream);
			const helper = targetNetwork(context.topology, upstream);
			const port = appPort(context, upstream);
			await recordKernelCounter(context, helper, resetsSent, 'before');
			await target.setFlaw({is: 'loopback'});
			const {ended} = await redeploy(target);
			const table = await helper.run({argv: ['cat', '/proc/net/tcp']});
			if (!listensOnLoopback(table.stdout, port)) {
				throw new GatequakeError(
					`expected the app on ${upstream} to listen on 127.0.0.1:${port}, and the kernel's socket table has no such line`,
					{
						code: 'NOT_SEEN',
					},
				);
			}

			return armed({
				effective: ended,
				evidence: `the old version on ${upstream} has ended, and the kernel's socket table shows the new one on 127.0.0.1:${port}`,
				async clear() {
					await recordKernelCounter(context, helper, resetsSent, 'after');
					await target.setFlaw(null);
					const {open} = await redeploy(target);
					return {...open, evidence: `a version that listens to all was deployed on ${upstream}: its port is open again`};
				},
				witness: growthWitness(counterOf(upstream, resetsSent), 'connections refused by the kernel of the app'),
			});
		},
	});
}

/** Addresses stand there with their lowest byte first. */
function listensOnLoopback(table: string, port: number): boolean {
	return table.includes(` 0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A `);
}
