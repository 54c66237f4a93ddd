// The load generator as a child process, behind the same interface as its container: for tests and benchmarks that need no engine.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {startLoadDriver, type LoadDriver} from '../../src/load/driver.ts';
import type {ControlChannel} from '../../src/runtime/runtime.ts';

export interface LocalGenerator extends AsyncDisposable {
	readonly driver: LoadDriver;
	readonly channel: ControlChannel;
	readonly pid: number;
	readonly stderr: () => string;
	/** Memory of its process. */
	residentBytes(): Promise<number>;
	/** Kills it, as an OOM would. */
	kill(): Promise<void>;
}

export interface LocalGeneratorOptions {
	/** Put before the command, as in `['taskset', '-c', '0']`. */
	readonly prefix?: readonly string[];
}

export async function startLocalGenerator({prefix = []}: LocalGeneratorOptions = {}): Promise<LocalGenerator> {
	const program = new URL('../../src/load/generator.ts', import.meta.url).pathname;
	const [file, ...args] = [...prefix, process.execPath, '--no-warnings', program];
	const child = spawn(file ?? process.execPath, args, {stdio: ['pipe', 'pipe', 'pipe']});
	const exited = once(child, 'exit');
	let stderr = '';
	child.stderr.on('data', (chunk: Buffer) => {
		stderr += chunk.toString();
	});
	// A dead child is reported by the end of its output.
	child.stdin.on('error', () => {});
	const channel: ControlChannel = {
		send: (text) => {
			child.stdin.write(text);
		},
		onData: (listener) => {
			child.stdout.on('data', listener);
		},
		onEnd: (listener) => {
			child.stdout.on('end', listener);
		},
	};
	const residentBytes = async () => {
		const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
		return 1024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN);
	};
	const kill = async () => {
		child.kill('SIGKILL');
		await exited;
	};
	try {
		const driver = await startLoadDriver(channel);
		return {driver, channel, pid: child.pid ?? 0, stderr: () => stderr, residentBytes, kill, [Symbol.asyncDispose]: kill};
	} catch (error) {
		await kill();
		throw new Error(`the generator did not start: ${stderr}`, {cause: error});
	}
}
