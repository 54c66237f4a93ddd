// How set-up speaks: each step says what it does, and how long it took. On standard error, since standard output belongs to the command.
import {spawn} from 'node:child_process';
import process from 'node:process';
import {GatequakeError} from '../error.ts';

export function say(message: string): void {
	process.stderr.write(`set-up: ${message}\n`);
}

export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
	const startMs = performance.now();
	say(`${what} ...`);
	const result = await work();
	say(`${what}: done, ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
	return result;
}

export interface CommandOptions {
	readonly deadlineMs: number;
	/** What to do when it fails. */
	readonly hint: string;
	readonly env?: Readonly<Record<string, string>>;
}

/** Some programs say what is wrong first, others last. */
const shownLines = {first: 8, last: 12};

/** Runs a command of the system without input. Where it fails, the error carries what it printed. */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<void> {
	const {promise: problem, resolve} = Promise.withResolvers<string>();
	const child = spawn(command, args, {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {...process.env, ...options.env},
		signal: AbortSignal.timeout(options.deadlineMs),
	});
	let output = '';
	const collect = (chunk: Buffer): void => {
		output += chunk.toString();
	};
	child.stdout.on('data', collect);
	child.stderr.on('data', collect);
	child.once('error', (error) => resolve(error.name === 'AbortError' ? `no end after ${options.deadlineMs / 1000} s` : error.message));
	// Not `close`: a daemon that the command started may hold its output open.
	child.once('exit', (code, signal) => (code === 0 ? resolve('') : resolve(signal ?? `exit code ${code}`)));
	const why = await problem;
	child.stdout.destroy();
	child.stderr.destroy();
	if (why === '') return;
	const lines = output.trimEnd().split('\n');
	const left = lines.length - shownLines.first - shownLines.last;
	if (left > 0) lines.splice(shownLines.first, left, '...');
	throw new GatequakeError(`expected \`${[command, ...args].join(' ')}\` to succeed, it did not (${why}):\n${lines.join('\n')}`, {
		code: 'SETUP_FAILED',
		hint: options.hint,
	});
}
