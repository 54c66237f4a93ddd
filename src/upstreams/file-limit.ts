// Bounds how many descriptors the app may hold. Lowering a soft limit, and raising it again up to the hard one, takes no capability.
import {execFileSync} from 'node:child_process';
import {inspectApp, ownDescriptors} from './inspect-app.ts';
import {monoMs} from './mono-clock.ts';
import type {FileLimit} from './upstream.ts';

const limitWithinMs = 3000;

export class FileLimiter {
	readonly #port: number;
	/** Of the process that is limited. */
	#before: {readonly pid: number; readonly limit: number} | null = null;

	constructor(port: number) {
		this.#port = port;
	}

	/** To what the app holds without connections, and exactly so many connections more; null: back to what it was. */
	limit(pid: number | null, connections: number | null): FileLimit {
		if (pid === null) {
			throw new Error('expected a running app, but it is down');
		}

		const {descriptorLimit} = inspectApp(pid);
		const fromMonoMs = monoMs();
		if (connections !== null) {
			this.#before ??= {pid, limit: descriptorLimit};
			setSoftLimit(pid, limitLeaving(connections, ownDescriptors(pid, this.#port)));
		} else if (this.#before?.pid === pid) {
			setSoftLimit(pid, this.#before.limit);
			this.#before = null;
		}

		return {...inspectApp(pid), fromMonoMs, toMonoMs: monoMs()};
	}
}

/** The limit is one of numbers, not of how many are open, and a new descriptor gets the lowest free one: so many are free below the limit. */
export function limitLeaving(free: number, taken: readonly number[]): number {
	const known = new Set(taken);
	let limit = 0;
	for (let left = free; ; limit++) {
		if (known.has(limit)) continue;
		if (left === 0) return limit;
		left -= 1;
	}
}

/** Node has no call for it. */
function setSoftLimit(pid: number, limit: number): void {
	execFileSync('prlimit', ['--pid', String(pid), `--nofile=${limit}:`], {timeout: limitWithinMs, stdio: ['ignore', 'ignore', 'pipe']});
}
