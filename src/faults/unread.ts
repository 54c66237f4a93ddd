// How much traffic a process that does not run has met: connections to its port with bytes that it has not read, by the kernel's own table.
import type {Witness} from '../timeline/timeline.ts';
import type {NetworkHelper} from '../topology/topology.ts';
import type {Collected, FaultContext} from './fault.ts';
import {targetNetwork, targetUpstream} from './target.ts';

const counterName = 'tcp.unread';
// Of both families: what listens for IPv6 takes connections of IPv4, too. Not every kernel has the second one.
const table = {argv: ['sh', '-c', 'cat /proc/net/tcp; cat /proc/net/tcp6 2>/dev/null || true']} as const;
const listeningState = '0A';

/** Finds now what counts at the end: the helper and the port. */
export function unreadCounter(context: FaultContext, part: string): {record(): Promise<void>} {
	const {port} = targetUpstream(context.topology, part);
	const helper: NetworkHelper = targetNetwork(context.topology, part);
	return {
		/** A table that cannot be read does not keep the fault in place: the witness then is zero. */
		async record() {
			const read = await helper.run(table).catch(() => null);
			if (read !== null) {
				const {atMs, uncertaintyMs, stdout} = read;
				const source = `/proc/net/tcp and tcp6 in the network namespace of ${part}`;
				context.record({kind: 'counter', atMs, uncertaintyMs, part, name: counterName, value: unreadIn(stdout, port), source});
			}
		},
	};
}

/** Connections to the port with bytes in their receive queue; those that wait to be accepted are among them. */
export function unreadIn(printed: string, port: number): number {
	const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	return printed
		.split('\n')
		.map((line) => line.trim().split(/\s+/))
		.filter(([, local = '', , state = '', queues = '']) => {
			const receiveQueue = Number.parseInt(queues.split(':')[1] ?? '0', 16);
			return local.endsWith(wanted) && state !== listeningState && receiveQueue > 0;
		}).length;
}

export function unreadWitness(part: string): (collected: Collected) => Witness {
	return ({events}) => {
		const counters = events
			.filter((event) => event.kind === 'counter')
			.filter((event) => event.part === part && event.name === counterName);
		return {
			count: counters.reduce((sum, {value}) => sum + value, 0),
			unit: 'connections with a request that the app had not read',
			evidence: counters.map(({source, value, atMs}) => `${source}: ${value} connections with unread bytes at ${atMs.toFixed(1)} ms`),
		};
	};
}
