// The gateway sends another Host than clients do, as it does where its config forgets to pass theirs on, to an app that answers only to
// names that it knows. The connection is made, the app is well, and no request gets through.
import {number, required, string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {reconfigure} from './reconfigure.ts';
import {targetUpstream} from './target.ts';
import {journalWitness} from './witness.ts';

export interface WrongHostOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/** The Host in the wrong config. Default `apps`, a gateway's own name for its upstreams. */
	readonly host?: string;
	/** What the app answers to a Host that it does not know: 400 to 599. Default 421. */
	readonly status?: number;
}

/**
 * The gateway sends a Host that the app does not know.
 * @example wrongHost()
 */
export function wrongHost(options: WrongHostOptions = {}): Fault {
	const {upstream = 'app1', host = 'apps', status = 421} = options;
	return makeFault({
		kind: 'wrong-host',
		options: {...options, upstream, host, status},
		checkers: {upstream: string, host: required(string), status: number({min: 400, max: 599, integer: true})},
		describe: `reload of the gateway with Host ${host}, which ${upstream} answers with ${status}, and back at the end`,
		effect: {withinMs: 1000, goneWithinMs: 1000},
		upstreams: [upstream],
		needs: 'refuse-host',
		async inject(context) {
			const {topology} = context;
			const target = targetUpstream(topology, upstream);
			// By this address clients name the service.
			const behaviour = {do: 'refuse-host', hosts: [topology.gateway.address], status} as const;
			await target.behave({behaviour, share: 1, methods: null});
			const shown = {is: (sample: {readonly status: number}) => sample.status === status, words: `an answer with status ${status}`};
			const effective = await reconfigure(context, {options: {hostHeader: host}}, shown);
			return armed({
				effective,
				evidence: `a client got the first ${status} after the reload`,
				async clear() {
					const cleared = await reconfigure(context, {}, {is: ({good}) => good, words: 'a good answer'});
					await target.behave(null);
					return {...cleared, evidence: 'a client got the first good answer after the reload'};
				},
				witness: journalWitness([upstream], ['refuse-host'], 'requests with a Host that the app does not know'),
			});
		},
	});
}
