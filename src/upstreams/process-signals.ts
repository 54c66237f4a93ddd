// Signals to the processes of an app of which nothing is expected: to the first one, or to its workers.
import {constants} from 'node:os';
import {childProcesses} from './child-processes.ts';
import {monoMs} from './mono-clock.ts';
import type {SignalledProcesses} from './upstream.ts';

export type Addressee = 'first' | 'worker' | 'workers';

export class ProcessSignals {
	#sentToWorkers = 0;

	/** Throws where there is no such process or the signal is unknown. */
	send(first: number | null, signal: string, to: Addressee): SignalledProcesses {
		if (first === null) {
			throw new Error('expected a running app, but it is down');
		}

		if (!isSignal(signal)) {
			throw new Error(`expected the name of a signal such as SIGHUP, got '${signal}'`);
		}

		const fromMonoMs = monoMs();
		const pids = to === 'first' ? [first] : this.#workers(first, to);
		for (const pid of pids) {
			process.kill(pid, signal);
		}

		return {fromMonoMs, toMonoMs: monoMs(), pids};
	}

	/** All of them, or one: another one each time. */
	#workers(first: number, to: 'worker' | 'workers'): readonly number[] {
		const workers = childProcesses(first);
		const next = workers[this.#sentToWorkers++ % workers.length];
		if (next === undefined) {
			throw new Error('expected an app with workers, but it has none');
		}

		return to === 'worker' ? [next] : workers;
	}
}

export function isSignal(name: string): name is NodeJS.Signals {
	return Object.hasOwn(constants.signals, name);
}
