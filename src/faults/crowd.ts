// A crowd of clients takes the gateway's descriptors or connections: each holds a connection with half of a request's head, so that
// none of them can be taken for idle. What the gateway then lacks is its own; the app is well and idle.
import {nullable, number} from '../expectations/options.ts';
import type {Instant, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault, FaultContext} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetNetwork} from './target.ts';

export interface CrowdOptions {
	/** Default 500. */
	readonly clients?: number;
	/** Descriptors that each process of the gateway has, from its start on. Null (default): as many as it likes. */
	readonly descriptors?: number | null;
}

const waitingName = 'tcp.not-accepted';

/**
 * A crowd of clients holds the gateway's connections.
 * @example crowd({clients: 500})
 */
export function crowd(options: CrowdOptions = {}): Fault {
	const {clients = 500, descriptors = null} = options;
	return makeFault({
		kind: 'crowd',
		options: {...options, clients, descriptors},
		checkers: {clients: number({min: 1, max: 10_000, integer: true}), descriptors: nullable(number({min: 32, integer: true}))},
		describe: `${clients} clients that hold connections to the gateway${descriptors === null ? '' : `, which has ${descriptors} descriptors`}`,
		effect: {withinMs: 2000, goneWithinMs: 500},
		network: [{part: 'gateway', kernel: []}],
		...(descriptors === null ? {} : {gateway: {noFile: descriptors}}),
		async inject(context) {
			const {topology, plan} = context;
			const helper = targetNetwork(topology, 'gateway');
			const {held, ...effective} = await helper.crowd({port: plan.gateway.port, clients});
			return armed({
				effective,
				evidence: `${held} of ${clients} connections made`,
				async clear() {
					recordWaiting(context, (await helper.run({argv: ['cat', '/proc/net/tcp', '/proc/net/tcp6']})).stdout);
					const {atMs, uncertaintyMs} = await helper.crowd(null);
					return {atMs, uncertaintyMs, evidence: 'the crowd has gone'};
				},
				witness: crowdWitness(effective),
			});
		},
	});
}

/** The queue of a listening socket is in its column of bytes to be read. */
function recordWaiting(context: FaultContext, table: string): void {
	const port = context.plan.gateway.port.toString(16).toUpperCase().padStart(4, '0');
	const waiting = [...table.matchAll(/^ *\d+: [\dA-F]+:([\dA-F]{4}) [\dA-F]+:0000 0A [\dA-F]+:([\dA-F]+) /gm)]
		.filter(([, local]) => local === port)
		.reduce((sum, [, , queue = '']) => sum + Number.parseInt(queue, 16), 0);
	const source = 'the socket table in the network namespace of the gateway';
	context.record({kind: 'counter', ...context.now(), part: 'gateway', name: waitingName, value: waiting, source});
}

/** What gateways say where they have no descriptor or no connection left. */
const words =
	/too many open files|EMFILE|worker_connections are not enough|maxconn|MaxRequestWorkers|no file descriptors|out of descriptors/i;

function crowdWitness(effective: Instant): (collected: Collected) => Witness {
	return ({events}) => {
		const waiting = events.filter((event) => event.kind === 'counter').filter(({part, name}) => part === 'gateway' && name === waitingName);
		const lines = events
			.filter((event) => event.kind === 'gateway-log')
			.filter(({atMs, uncertaintyMs, raw}) => atMs + uncertaintyMs >= effective.atMs && words.test(raw));
		return {
			count: waiting.reduce((sum, {value}) => sum + value, 0) + lines.length,
			unit: 'connections that the gateway did not accept, or log lines in which it says that it has none left',
			evidence: [
				...waiting.map(({source, value}) => `${source}: ${value} connections made by the kernel that the gateway had not accepted`),
				...lines.slice(0, 3).map(({raw}) => raw),
			],
		};
	};
}
