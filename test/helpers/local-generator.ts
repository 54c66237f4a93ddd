// Load generators as child processes, behind the same interface as their containers: for tests and benchmarks that need no engine.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {startLoadDriver, type LoadDriver} from '../../src/load/driver.ts';
import {startSaturator, type Saturator} from '../../src/load/saturator.ts';
import type {ControlChannel} from '../../src/runtime/runtime.ts';

export interface LocalGenerator extends AsyncDisposable {
	readonly driver: LoadDriver;
	/** Of the first process. */
	readonly pid: number;
	readonly pids: readonly number[];
	readonly stderr: () => string;
	/** Memory of the first process. */
	residentBytes(): Promise<number>;
	/** Kills them, as an OOM would. */
	kill(): Promise<void>;
}

export interface LocalGeneratorOptions {
	/** Put before the command, as in `['env', 'NAME=value']`. */
	readonly prefix?: readonly string[];
	/** Descriptors that the process inherits beside its standard streams. */
	readonly descriptors?: readonly number[];
	/** Processes that share the load. Default 1. */
	readonly count?: number;
	/** Passed on to the driver. */
	readonly windowLeadMs?: number;
	/** In place of `count`: one process each, on a clock that begins elsewhere and runs at another rate, as another machine's does. */
	readonly clocks?: readonly {readonly shiftMs: number; readonly ppm: number}[];
}

export async function startLocalGenerator({
	prefix = [],
	descriptors = [],
	count = 1,
	windowLeadMs,
	clocks,
}: LocalGeneratorOptions = {}): Promise<LocalGenerator> {
	const processes =
		clocks?.map(({shiftMs, ppm}) => spawnGenerator(['env', `SHIFTED_CLOCK=${shiftMs},${ppm}`], [], ['--import', shiftedClock])) ??
		Array.from({length: count}, () => spawnGenerator(prefix, descriptors));
	const kill = async () => {
		await Promise.all(processes.map(async (process) => await process.kill()));
	};
	const stderr = () => processes.map((process) => process.stderr()).join('');
	const residentBytes = async () => {
		const status = await readFile(`/proc/${processes[0]?.pid}/status`, 'utf8');
		return 1024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN);
	};
	try {
		const channels = new Map(processes.map(({channel}, index) => [`loadgen${index + 1}`, channel]));
		const machines = new Map([...channels.keys()].slice(1).map((part) => [part, `tcp://${part}:2376`]));
		const driver = await startLoadDriver(channels, {
			...(windowLeadMs === undefined ? {} : {windowLeadMs}),
			...(clocks === undefined ? {} : {machines}),
		});
		return {
			driver,
			pids: processes.map(({pid}) => pid),
			pid: processes[0]?.pid ?? 0,
			stderr,
			residentBytes,
			kill,
			[Symbol.asyncDispose]: kill,
		};
	} catch (error) {
		await kill();
		throw new Error(`the generator did not start: ${stderr()}`, {cause: error});
	}
}

/** A generator that saturates, by the same program. */
export async function startLocalSaturator(): Promise<Saturator & AsyncDisposable> {
	const {channel, kill} = spawnGenerator([], []);
	const saturator = await startSaturator(channel, {part: 'saturator'});
	return {...saturator, [Symbol.asyncDispose]: kill};
}

interface GeneratorProcess {
	readonly pid: number;
	readonly channel: ControlChannel;
	readonly stderr: () => string;
	readonly kill: () => Promise<void>;
}

const shiftedClock = new URL('shifted-clock.ts', import.meta.url).href;

function spawnGenerator(prefix: readonly string[], descriptors: readonly number[], options: readonly string[] = []): GeneratorProcess {
	const program = new URL('../../src/load/generator.ts', import.meta.url).pathname;
	const [file, ...args] = [...prefix, process.execPath, '--no-warnings', ...options, program];
	const child = spawn(file ?? process.execPath, args, {stdio: ['pipe', 'pipe', 'pipe', ...descriptors]});
	const exited = once(child, 'exit');
	const {stdin, stdout} = child;
	if (stdin === null || stdout === null || child.stderr === null) throw new Error('expected a child with pipes');
	let stderr = '';
	child.stderr.on('data', (chunk: Buffer) => {
		stderr += chunk.toString();
	});
	// A dead child is reported by the end of its output.
	stdin.on('error', () => {});
	const channel: ControlChannel = {
		send: (text) => {
			stdin.write(text);
		},
		onData: (listener) => {
			stdout.on('data', listener);
		},
		onEnd: (listener) => {
			stdout.on('end', listener);
		},
	};
	const kill = async () => {
		child.kill('SIGKILL');
		await exited;
	};
	return {pid: child.pid ?? 0, channel, stderr: () => stderr, kill};
}
