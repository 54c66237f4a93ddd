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

	/** To what the app holds without connections, and so many connections more; null: back to what it was. */
	limit(pid: number | null, connections: number | null): FileLimit {
		if (pid === null) {
			throw new Error('expected a running app, but it is down');
		}

		const {descriptorLimit} = inspectApp(pid);
		const fromMonoMs = monoMs();
		if (connections !== null) {
			this.#before ??= {pid, limit: descriptorLimit};
			// The kernel gives the lowest free number, so there are as many more as there are gaps between those that it holds.
			setSoftLimit(pid, ownDescriptors(pid, this.#port) + connections);
		} else if (this.#before?.pid === pid) {
			setSoftLimit(pid, this.#before.limit);
			this.#before = null;
		}

		return {...inspectApp(pid), fromMonoMs, toMonoMs: monoMs()};
	}
}

/** Node has no call for it. */
function setSoftLimit(pid: number, limit: number): void {
	execFileSync('prlimit', ['--pid', String(pid), `--nofile=${limit}:`], {timeout: limitWithinMs, stdio: ['ignore', 'ignore', 'pipe']});
}
