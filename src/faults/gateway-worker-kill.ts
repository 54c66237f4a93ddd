// One worker process of the gateway is killed, as by a crash in one of its modules. Its connections die with it; the others' go on, and the
// gateway starts another one, or ends itself where it was told to.
import {GatequakeError} from '../error.ts';
import {armed} from './armed.ts';
import type {Fault, FaultContext} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {recordWorker, workerAtWork, workerWitness} from './worker-at-work.ts';
import type {WorkerAtWork} from './worker-at-work.ts';

/**
 * One worker process of the gateway is killed.
 * @example gatewayWorkerKill()
 */
export function gatewayWorkerKill(options: Readonly<Record<string, never>> = {}): Fault {
	return makeFault({
		kind: 'gateway-worker-kill',
		options,
		checkers: {},
		describe: 'SIGKILL of one worker process of the gateway',
		effect: {withinMs: 1500, goneWithinMs: 5000},
		async inject(context) {
			const {gateway} = context.topology;
			const worker = await workerAtWork(context);
			const effective = await gateway.signalWorker(worker.pid, 'SIGKILL');
			return armed({
				effective,
				evidence: `SIGKILL sent to worker ${worker.pid} of the gateway`,
				async clear() {
					const back = await workersAgain(context, worker);
					recordWorker(context, worker, 'gone');
					return {...context.now(), evidence: back};
				},
				witness: workerWitness,
			});
		},
	});
}

const againWithinMs = 10_000;

/** A gateway that gave itself up is started again. */
async function workersAgain(context: FaultContext, {pid: killed, pids}: WorkerAtWork): Promise<string> {
	const {gateway} = context.topology;
	if (!gateway.isServing()) {
		const asked = context.now();
		// Its first process may still be there, with nobody left to serve.
		await gateway.container.stop(1);
		await gateway.container.start();
		await gateway.waitForPort('open', asked.atMs, againWithinMs);
		return 'the gateway had ended with its worker, and was started again';
	}

	for (let waitedMs = 0; waitedMs < againWithinMs; waitedMs += 100) {
		const now = (await gateway.workers()).map(({pid}) => pid);
		if (!now.includes(killed) && now.some((pid) => !pids.includes(pid))) {
			return `the gateway has the workers ${now.join(', ')} now, and had ${pids.join(', ')}`;
		}

		await context.pause(100);
	}

	throw new GatequakeError(`waited ${againWithinMs} ms for another worker in the place of ${killed}, and none came`, {code: 'NOT_SEEN'});
}
