// The workers of an app: the processes whose parent is its first process, by the kernel's process table.
import {readFileSync, readdirSync} from 'node:fs';

/** Pids in the order of their start; those that have ended and are not waited for yet are none. */
export function childProcesses(parent: number, procfs = '/proc'): readonly number[] {
	return readdirSync(procfs)
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((pid) => parentOf(pid, procfs) === parent)
		.toSorted((a, b) => a - b);
}

/** Of a living process; null where there is none. `pid (name) state parent ...`; the name may hold anything. */
function parentOf(pid: number, procfs: string): number | null {
	let text: string;
	try {
		text = readFileSync(`${procfs}/${pid}/stat`, 'latin1');
	} catch {
		// It ended meanwhile.
		return null;
	}

	const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
	return state === 'Z' || state === 'X' ? null : Number(parent);
}
