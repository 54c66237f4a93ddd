// Runs test/helpers/harness-to-kill.ts and knows where it is.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

export interface KillableHarness extends AsyncDisposable {
	/** Resolves when it says that it is there. */
	at(moment: string): Promise<void>;
	kill(): Promise<void>;
}

export function startHarness(runId: string, ...faultArguments: readonly string[]): KillableHarness {
	const program = fileURLToPath(new URL('harness-to-kill.ts', import.meta.url));
	const child = spawn(process.execPath, [program, runId, ...faultArguments], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const exited = once(child, 'exit');
	const said: string[] = [];
	const listeners = new Set<() => void>();
	createInterface({input: child.stdout}).on('line', (line) => {
		said.push(line);
		for (const listener of listeners) listener();
	});
	const kill = async (): Promise<void> => {
		child.kill('SIGKILL');
		await exited;
	};
	return {
		async at(moment) {
			const there = new Promise<void>((resolve) => {
				const look = (): void => {
					if (said.includes(moment)) resolve();
				};
				listeners.add(look);
				look();
			});
			const ended = exited.then(([code]) => {
				throw new Error(`the harness ended (${code}) before "${moment}": ${said.join(', ')}`);
			});
			await Promise.race([there, ended]);
		},
		kill,
		[Symbol.asyncDispose]: kill,
	};
}

/** The process ids of the reapers of a run. */
export function reapersOf(runId: string): readonly string[] {
	return readdirSync('/proc').filter((pid) => {
		const file = `/proc/${pid}/cmdline`;
		if (!/^\d+$/.test(pid) || !existsSync(file)) return false;
		try {
			const words = readFileSync(file, 'utf8').split('\0');
			return words.some((word) => word.endsWith('/reaper.ts')) && words.includes(runId);
		} catch {
			// It ended between the two calls.
			return false;
		}
	});
}
