// The gateway's config names a port of the app at which nothing listens: a typing error, or an app that listens elsewhere since a deploy.
// The app is well, its host answers, and its kernel refuses each connection.
import {number, string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import type {Fault, LiveSample} from './fault.ts';
import {growthWitness} from './counter-growth.ts';
import {counterOf, recordKernelCounter, resetsSent} from './kernel-counter.ts';
import {makeFault} from './make-fault.ts';
import {reconfigure} from './reconfigure.ts';
import {targetNetwork} from './target.ts';

export interface WrongPortOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/** The port in the wrong config. Default 8081. */
	readonly port?: number;
}

/**
 * The gateway's config names a port at which nothing listens.
 * @example wrongPort()
 */
export function wrongPort(options: WrongPortOptions = {}): Fault {
	const {upstream = 'app1', port = 8081} = options;
	return makeFault({
		kind: 'wrong-port',
		options: {...options, upstream, port},
		checkers: {upstream: string, port: number({min: 1, max: 65_535, integer: true})},
		describe: `reload of the gateway with port ${port} for ${upstream}, where nothing listens, and back at the end`,
		effect: {withinMs: 1000, goneWithinMs: 1000},
		upstreams: [upstream],
		network: [{part: upstream, kernel: []}],
		async inject(context) {
			const helper = targetNetwork(context.topology, upstream);
			await recordKernelCounter(context, helper, resetsSent, 'before');
			const effective = await reconfigure(context, {ports: {[upstream]: port}}, {is: isError, words: 'an error'});
			return armed({
				effective,
				evidence: 'a client got the first error after the reload',
				async clear() {
					await recordKernelCounter(context, helper, resetsSent, 'after');
					const cleared = await reconfigure(context, {}, {is: ({good}) => good, words: 'a good answer'});
					return {...cleared, evidence: 'a client got the first good answer after the reload'};
				},
				witness: growthWitness(counterOf(upstream, resetsSent), 'connections refused by the kernel of the app'),
			});
		},
	});
}

function isError({good}: LiveSample): boolean {
	return !good;
}
