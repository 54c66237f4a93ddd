// Faults on the packets of one part, in its own network namespace: a helper there makes a change, counts what met it, and takes it back.
import {GatequakeError} from '../error.ts';
import {nullable, string} from '../expectations/options.ts';
import type {Checker} from '../expectations/options.ts';
import type {KernelFeature} from '../scenario/plan.ts';
import type {Witness} from '../timeline/timeline.ts';
import type {RunningTopology} from '../topology/topology.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import type {NetworkChange, Order} from './network-change.ts';
import {targetNetwork} from './target.ts';

export interface PartOptions {
	/** The part in whose network namespace it acts: `gateway`, or an upstream. Default `app1`. */
	readonly part?: string;
}

export interface PeerOptions extends PartOptions {
	/** Only what goes between `part` and this one. Null (default): between `part` and anyone. */
	readonly peer?: string | null;
}

export interface NetworkFaultParts {
	readonly kind: string;
	/** As the user wrote them, defaults filled in. */
	readonly options: PeerOptions & Readonly<Record<string, unknown>>;
	/** Where it can act on one part alone. Default: on any. */
	readonly onlyPart?: string;
	/** For the options beside `part`; with `peerChecker` where it has a peer. */
	readonly checkers: Readonly<Record<string, Checker>>;
	readonly kernel: readonly KernelFeature[];
	/** Settings of the part's namespace, from its start on. */
	readonly sysctls?: Readonly<Record<string, string>>;
	readonly describe: string;
	/** What the counters count: `packets dropped`. */
	readonly unit: string;
	/** Match for packets from the peer and to it, in nft's words; empty where the peer is anyone. */
	change(peer: {readonly from: string; readonly to: string}): NetworkChange;
}

export function networkFault(parts: NetworkFaultParts): Fault {
	const {onlyPart} = parts;
	const {part: named = 'app1', peer = null} = parts.options;
	const part = onlyPart ?? named;
	return makeFault({
		kind: parts.kind,
		options: {...parts.options, ...(onlyPart === undefined ? {part} : {})},
		checkers: {...parts.checkers, ...(onlyPart === undefined ? {part: string} : {})},
		describe: `${parts.describe} ${peer === null ? `at ${part}` : `between ${part} and ${peer}`}`,
		effect: {withinMs: 100, goneWithinMs: 100},
		upstreams: [part, ...(peer === null ? [] : [peer])].filter((name) => name !== 'gateway'),
		onForeign: true,
		network: [{part, kernel: parts.kernel, ...(parts.sysctls === undefined ? {} : {sysctls: parts.sysctls})}],
		async inject(context) {
			const {topology} = context;
			const helper = targetNetwork(topology, part);
			const addresses = peer === null ? null : await addressesOf(topology, peer);
			const change = parts.change(addresses === null ? {from: '', to: ''} : {from: `ip saddr ${addresses}`, to: `ip daddr ${addresses}`});
			// A namespace that is not ours outlives the run.
			const undo = await topology.runtime.recordUndo({do: 'exec', container: helper.container.id, command: commandOf(change.takeBack)});
			const {atMs, uncertaintyMs} = await helper.run(change.make);
			return armed({
				effective: {atMs, uncertaintyMs},
				evidence: `the kernel took the change over in the network namespace of ${part}`,
				async clear() {
					// Counters that cannot be read do not keep the change in place: the witness then is zero.
					const counted = await helper.run(change.count).catch(() => null);
					const gone = await helper.run(change.takeBack);
					await undo.done();
					for (const [name, value] of Object.entries(counted === null ? {} : change.countersIn(counted.stdout))) {
						const source = `\`${change.count.argv.join(' ')}\` in the network namespace of ${part}`;
						context.record({
							kind: 'counter',
							atMs: gone.atMs,
							uncertaintyMs: gone.uncertaintyMs,
							part,
							name: counterName(name),
							value,
							source,
						});
					}

					return {
						atMs: gone.atMs,
						uncertaintyMs: gone.uncertaintyMs,
						evidence: `the kernel took the change back in the network namespace of ${part}`,
					};
				},
				witness: counterWitness(part, parts.unit),
			});
		},
	});
}

export const peerChecker: Readonly<Record<'peer', Checker>> = {peer: nullable(string)};

/** An order with its input, as words for whoever can run a program and send it nothing. */
function commandOf({argv, input}: Order): readonly string[] {
	return input === undefined ? argv : ['sh', '-c', `printf '%s' "$0" | "$@"`, input, ...argv];
}

function counterName(name: string): string {
	return `network.${name}`;
}

/** What the kernel counted. */
function counterWitness(part: string, unit: string): (collected: Collected) => Witness {
	return ({events}) => {
		const counters = events
			.filter((event) => event.kind === 'counter')
			.filter((event) => event.part === part && event.name.startsWith(counterName('')));
		return {
			count: counters.reduce((sum, {value}) => sum + value, 0),
			unit,
			evidence: counters.map(({name, value, source}) => `${source}: ${name.slice(counterName('').length)} ${value}`),
		};
	};
}

/** In nft's words. */
async function addressesOf({gateway, upstreams}: RunningTopology, part: string): Promise<string> {
	const peer = part === 'gateway' ? gateway : upstreams.find(({name}) => name === part);
	const addresses = (await peer?.addresses()) ?? [];
	if (addresses.length === 0) throw new GatequakeError(`the fault needs the address of ${part}, and it has none`, {code: 'NO_TARGET'});
	return addresses.length === 1 ? addresses.join('') : `{ ${addresses.join(', ')} }`;
}
