// One worker process of the gateway is stopped (SIGSTOP): it holds its connections and does nothing, as a worker does that is stuck in
// a module or on a slow disk. The gateway does not notice, for the process is there.
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {recordWorker, workerAtWork, workerWitness} from './worker-at-work.ts';

/**
 * One worker process of the gateway is stopped.
 * @example gatewayWorkerStop()
 */
export function gatewayWorkerStop(options: Readonly<Record<string, never>> = {}): Fault {
	return makeFault({
		kind: 'gateway-worker-stop',
		options,
		checkers: {},
		describe: 'SIGSTOP of one worker process of the gateway, and SIGCONT at the end',
		effect: {withinMs: 1500, goneWithinMs: 500},
		async inject(context) {
			const {gateway} = context.topology;
			const worker = await workerAtWork(context);
			const effective = await gateway.signalWorker(worker.pid, 'SIGSTOP');
			return armed({
				effective,
				evidence: `SIGSTOP sent to worker ${worker.pid} of the gateway`,
				async clear() {
					const stopped = (await gateway.workers()).find(({pid}) => pid === worker.pid);
					const cleared = await gateway.signalWorker(worker.pid, 'SIGCONT');
					if (stopped?.state === 'T') {
						recordWorker(context, worker, 'stopped until the end');
					}

					return {...cleared, evidence: `SIGCONT sent to worker ${worker.pid} of the gateway`};
				},
				witness: workerWitness,
			});
		},
	});
}
