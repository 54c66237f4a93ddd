// The worker process of the gateway that has the most to do just now, by the kernel's own count of how often its threads went to sleep and
// woke: a worker without requests hardly does.
import {GatequakeError} from '../error.ts';
import type {GatewayWorker} from '../topology/topology.ts';
import type {Witness} from '../timeline/timeline.ts';
import type {Collected, FaultContext} from './fault.ts';

/** How long workers are watched. */
const watchMs = 300;

export interface WorkerAtWork {
	readonly pid: number;
	/** Of `watchMs`. */
	readonly switches: number;
	/** Of all workers, this one included. */
	readonly pids: readonly number[];
}

/** @throws GatequakeError `NO_TARGET` where the gateway has no worker processes. */
export async function workerAtWork(context: FaultContext): Promise<WorkerAtWork> {
	const {gateway} = context.topology;
	const before = await gateway.workers();
	await context.pause(watchMs);
	const after = await gateway.workers();
	const [busiest] = after
		.map(({pid, switches}) => ({pid, pids: after.map((worker) => worker.pid), switches: switches - switchesOf(before, pid, switches)}))
		.sort((a, b) => b.switches - a.switches);
	if (busiest === undefined) {
		throw new GatequakeError(`expected worker processes of ${context.plan.gateway.name}, and the kernel knows of none`, {
			code: 'NO_TARGET',
			hint: 'this gateway is one process: gatewayKill() ends it, and differs[gateway].skip says so in a scenario',
			exitCode: 2,
		});
	}

	return busiest;
}

function switchesOf(workers: readonly GatewayWorker[], pid: number, otherwise: number): number {
	return workers.find((worker) => worker.pid === pid)?.switches ?? otherwise;
}

const counterName = 'worker.switches';

/** Puts what the worker did before its end on the timeline, once the kernel has confirmed the end in a phrase. */
export function recordWorker(context: FaultContext, {pid, switches, pids}: WorkerAtWork, confirmed: string): void {
	const source = `/proc of the gateway, worker ${pid} of ${pids.length}: ${confirmed}`;
	context.record({kind: 'counter', ...context.now(), part: 'gateway', name: counterName, value: switches, source});
}

/** Zero where the end was not confirmed, or the worker had nothing to do. */
export function workerWitness({events}: Collected): Witness {
	const counters = events.filter((event) => event.kind === 'counter').filter(({part, name}) => part === 'gateway' && name === counterName);
	return {
		count: counters.reduce((sum, {value}) => sum + value, 0),
		unit: `times that the worker woke for something to do in the ${watchMs} ms before`,
		evidence: [
			...counters.map(({source, value}) => `${source}; it had woken ${value} times`),
			...events.flatMap((event) => (event.kind === 'gateway-log' && event.lifecycle === 'worker-killed' ? [event.raw] : [])),
		],
	};
}
