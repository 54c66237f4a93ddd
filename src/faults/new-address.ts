// The app's container dies and comes back with another address, and another service gets the old one. Whoever has looked the name up
// once sends requests to that service from then on.
import {GatequakeError} from '../error.ts';
import {string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';
import {containerWitness, whereInUse} from './witness.ts';

export interface NewAddressOptions {
	/** Default `app1`. */
	readonly upstream?: string;
}

export function newAddress(options: NewAddressOptions = {}): Fault {
	const {upstream = 'app1'} = options;
	return makeFault({
		kind: 'new-address',
		options: {...options, upstream},
		checkers: {upstream: string},
		describe: `SIGKILL of the whole container of ${upstream}, started again at the end with another address`,
		effect: {withinMs: 500, goneWithinMs: 5000},
		upstreams: [upstream],
		async inject({topology, plan}) {
			const target = targetUpstream(topology, upstream);
			const {address} = target.container;
			const port = plan.upstreams.find(({name}) => name === upstream)?.port;
			if (address === null || port === undefined) {
				throw new GatequakeError(`${upstream} has no address that another service could get`, {code: 'NO_TARGET'});
			}

			const undo = await topology.runtime.recordUndo({do: 'start', container: target.container.id});
			const effective = await topology.killContainer(target.container);
			return armed({
				effective,
				evidence: `the engine reported the end of the container of ${upstream}`,
				async clear() {
					await topology.takeAddress(address, port);
					const open = await target.restartContainer();
					await undo.done();
					return {
						...open,
						evidence: `the kernel's socket table shows the port of ${upstream} open again; ${address} is another service's now`,
					};
				},
				witness: whereInUse(upstream, effective, containerWitness(upstream)),
			});
		},
	});
}
