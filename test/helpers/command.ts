// Runs the command line as a user does, in a process of its own.
import {spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Report} from '../../src/report/report.ts';
import {parseReport} from '../../src/report/parse-report.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
export const repository = fileURLToPath(new URL('../../', import.meta.url));

export interface Finished {
	readonly exitCode: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

export interface StartedCommand {
	readonly process: ChildProcess;
	readonly finished: Promise<Finished>;
	/** Waits until standard output shows a text. */
	saw(text: string): Promise<void>;
}

export interface CommandOptions {
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
}

export function startCommand(args: readonly string[], {env = {}, cwd = repository}: CommandOptions = {}): StartedCommand {
	const child = spawn(process.execPath, ['--no-warnings', main, ...args], {
		cwd,
		env: {...process.env, ...env},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stdout = '';
	let stderr = '';
	const waiting = new Set<() => void>();
	child.stdout.on('data', (chunk: Buffer) => {
		stdout += chunk.toString();
		for (const look of waiting) {
			look();
		}
	});
	child.stderr.on('data', (chunk: Buffer) => {
		stderr += chunk.toString();
	});
	const finished = new Promise<Finished>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (exitCode) => {
			resolve({exitCode, stdout, stderr});
		});
	});
	return {
		process: child,
		finished,
		async saw(text) {
			const seen = Promise.withResolvers<void>();
			const look = () => {
				if (stdout.includes(text)) {
					seen.resolve();
				}
			};

			waiting.add(look);
			look();
			const ended = finished.then((result) => {
				throw new Error(
					`the command ended with ${result.exitCode} before it printed ${JSON.stringify(text)}:\n${result.stdout}\n${result.stderr}`,
				);
			});
			try {
				await Promise.race([seen.promise, ended]);
			} finally {
				waiting.delete(look);
			}
		},
	};
}

export async function gatequake(args: readonly string[], options: CommandOptions = {}): Promise<Finished> {
	return await startCommand(args, options).finished;
}

export interface TemporaryFolder extends AsyncDisposable {
	readonly path: string;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-test-'));
	return {
		path: folder,
		[Symbol.asyncDispose]: async () => {
			await rm(folder, {recursive: true, force: true});
		},
	};
}

export async function readReport(folder: string): Promise<Report> {
	return parseReport(await readFile(path.join(folder, 'report.json'), 'utf8'));
}
