// A deploy of the gateway's config loses the line that makes it say whom it wants (SNI), and the app is a server of several sites that
// has no certificate for clients who do not say so. Nothing else is wrong with either of them.
import {string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {handshakeWitness} from './handshake-fault.ts';
import {makeFault} from './make-fault.ts';
import {reconfigure} from './reconfigure.ts';

export interface TlsNoNameOptions {
	/** Default `app1`. */
	readonly upstream?: string;
}

/**
 * The gateway does not say in its TLS hello whom it wants.
 * @example tlsNoName()
 */
export function tlsNoName(options: TlsNoNameOptions = {}): Fault {
	const {upstream = 'app1'} = options;
	return makeFault({
		kind: 'tls-no-name',
		options: {...options, upstream},
		checkers: {upstream: string},
		describe: `reload of the gateway with a config that names nobody in its hello, which ${upstream} refuses, and back at the end`,
		effect: {withinMs: 1000, goneWithinMs: 1000},
		upstreams: [upstream],
		needsTls: 'named',
		async inject(context) {
			const {upstreamTls} = context.plan.gateway.options;
			const change = {options: {upstreamTls: {...upstreamTls, sendName: false}}};
			const effective = await reconfigure(context, change, {is: ({good}) => !good, words: 'an error'});
			return armed({
				effective,
				evidence: 'a client got the first error after the reload',
				async clear() {
					const cleared = await reconfigure(context, {}, {is: ({good}) => good, words: 'a good answer'});
					return {...cleared, evidence: 'a client got the first good answer after the reload'};
				},
				witness: handshakeWitness(upstream, 'refused'),
			});
		},
	});
}
