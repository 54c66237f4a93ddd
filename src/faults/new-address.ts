// The app's container dies and comes back with another address, and another service gets the old one. Whoever has looked the name up
// once sends requests to that service from then on.
import {GatequakeError} from '../error.ts';
import {number, object, oneOf, required, string} from '../expectations/options.ts';
import type {NameHabit} from '../upstreams/upstream.ts';
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetNetwork, targetUpstream} from './target.ts';
import {containerWitness, whereInUse} from './witness.ts';

export interface NewAddressOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/**
	 * How the gateway's name service behaves from then on until `forMs` after the app's return. `stale`: it answers with the old address.
	 * `silent`: not at all. `slow`: right, and `forMs` late. Default: as it is.
	 */
	readonly names?: {readonly as: 'stale' | 'silent' | 'slow'; readonly forMs: number};
}

/**
 * The app's container comes back with another address, and its old one is another service's.
 * @example newAddress({names: {as: 'stale', forMs: 3000}})
 */
export function newAddress(options: NewAddressOptions = {}): Fault {
	const {upstream = 'app1'} = options;
	// Null is a mistake, which the checker tells.
	const names = options.names ?? undefined;
	return makeFault({
		kind: 'new-address',
		options: {...options, upstream},
		checkers: {
			upstream: string,
			names: object({as: required(oneOf(['stale', 'silent', 'slow'])), forMs: required(number({min: 1, max: 60_000}))}),
		},
		describe: `SIGKILL of the whole container of ${upstream}, started again at the end with another address${names === undefined ? '' : `; the name service is ${names.as} until ${names.forMs} ms after that`}`,
		effect: {withinMs: 500, goneWithinMs: 5000},
		upstreams: [upstream],
		...(names === undefined ? {} : {network: [{part: 'gateway', kernel: ['name-relay'], nameService: true}]}),
		async inject({topology, plan}) {
			const target = targetUpstream(topology, upstream);
			const {address} = target.container;
			const port = plan.upstreams.find(({name}) => name === upstream)?.port;
			if (address === null || port === undefined) {
				throw new GatequakeError(`${upstream} has no address that another service could get`, {code: 'NO_TARGET'});
			}

			const nameService = names === undefined ? null : targetNetwork(topology, 'gateway');
			await nameService?.nameService(habitOf(names), null);
			const undo = await topology.runtime.recordUndo({do: 'start', container: target.container.id});
			const effective = await topology.killContainer(target.container);
			return armed({
				effective,
				evidence: `the engine reported the end of the container of ${upstream}`,
				async clear() {
					await topology.takeAddress(address, port);
					const open = await target.restartContainer();
					await nameService?.nameService(habitOf(names), names?.forMs ?? null);
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

function habitOf(names: NewAddressOptions['names']): NameHabit {
	if (names === undefined) {
		return {as: 'relay'};
	}

	return names.as === 'slow' ? {as: 'slow', delayMs: names.forMs} : {as: names.as};
}
