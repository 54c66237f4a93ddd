// Memory and CPU counters of the container's own cgroup, under the same names for cgroup v1 and v2.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

export interface CgroupCounters {
	/** `memory.oom_kill` (processes killed so far), `memory.current` and `memory.max` (bytes). `cpu.throttled` counts the periods in which it was kept waiting. A counter that the kernel does not offer, or no limit, is absent. */
	readonly counters: Readonly<Record<string, number>>;
	/** The file that each was read from. */
	readonly sources: Readonly<Record<string, string>>;
}

/** `root` is where cgroups are mounted. */
export function readCgroupCounters(root = '/sys/fs/cgroup'): CgroupCounters {
	const counters: Record<string, number> = {};
	const sources: Record<string, string> = {};
	for (const {name, file, field} of places) {
		const source = join(root, file);
		const value = readNumber(source, field);
		if (value !== null && !(name in counters)) {
			counters[name] = value;
			sources[name] = source;
		}
	}

	return {counters, sources};
}

interface Place {
	readonly name: string;
	readonly file: string;
	/** The line's first word in files with one counter a line. */
	readonly field?: string;
}

const places: readonly Place[] = [
	{name: 'memory.oom_kill', file: 'memory.events', field: 'oom_kill'},
	{name: 'memory.oom_kill', file: 'memory/memory.oom_control', field: 'oom_kill'},
	{name: 'memory.current', file: 'memory.current'},
	{name: 'memory.current', file: 'memory/memory.usage_in_bytes'},
	{name: 'memory.max', file: 'memory.max'},
	{name: 'memory.max', file: 'memory/memory.limit_in_bytes'},
	{name: 'cpu.throttled', file: 'cpu.stat', field: 'nr_throttled'},
	{name: 'cpu.throttled', file: 'cpu/cpu.stat', field: 'nr_throttled'},
];

function readNumber(path: string, field: string | undefined): number | null {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch {
		return null;
	}

	const word = field === undefined ? text.trim() : new RegExp(`^${field} (\\d+)$`, 'm').exec(text)?.[1];
	const value = Number(word ?? Number.NaN);
	// v2 writes `max` for no limit, v1 the largest number of whole pages.
	return Number.isFinite(value) && value < 2 ** 62 ? value : null;
}
