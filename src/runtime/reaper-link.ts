// The run's end of the pipe to its reaper process. Neither the process nor the pipe keeps the run alive.
import {spawn, type ChildProcessByStdio} from 'node:child_process';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {Socket} from 'node:net';
import type {Readable, Writable} from 'node:stream';
import {fileURLToPath} from 'node:url';
import {GatequakeError} from '../error.ts';
import {withDeadline} from './engine.ts';
import type {ReaperAnswer, ReaperOrder} from './reaper-message.ts';
import type {RecordedUndo, Undo} from './runtime.ts';

export interface ReaperLink {
	readonly pid: number;
	/** Resolves when the reaper listens. */
	ready(): Promise<void>;
	/** Resolves when the reaper has the undo. Rejects with `REAPER_GONE` where it is not there any more: the fault must not happen then. */
	recordUndo(undo: Undo): Promise<RecordedUndo>;
	/** Nothing is left to clean up: the reaper ends at once. */
	goodbye(): Promise<void>;
}

const answerMs = 10_000;

/** `environment` says which engine it works on. */
export function spawnReaper(runId: string, environment: NodeJS.ProcessEnv = process.env): ReaperLink {
	const child = spawn(process.execPath, [programPath(), runId], {
		detached: true,
		stdio: ['pipe', 'pipe', 'ignore'],
		// Options meant for the run (an inspector's port, a loader) are not for a second process.
		env: {...environment, NODE_OPTIONS: '--no-warnings'},
	});
	unrefAll(child);
	const waiting = new Map<number, PromiseWithResolvers<void>>();
	const listens = expectAnswer(waiting, 0);
	let gone: GatequakeError | null = null;
	const end = (why: string): void => {
		gone ??= new GatequakeError(`expected the reaper of this run to be there, ${why}`, {
			code: 'REAPER_GONE',
			hint: 'without it a killed run would leave its faults behind: see whether something on this machine ends background processes',
		});
		for (const {reject} of waiting.values()) reject(gone);
		waiting.clear();
	};
	child.once('error', (error) => end(`it could not be started: ${error.message}`));
	const exited = new Promise<void>((resolve) => {
		child.once('exit', (code, signal) => {
			end(`it ended (${signal ?? `exit code ${code}`})`);
			resolve();
		});
	});
	child.stdin.on('error', () => end('its pipe is closed'));
	createInterface({input: child.stdout}).on('line', (line) => {
		// Written by reaper.ts and by nothing else.
		const {done}: ReaperAnswer = JSON.parse(line);
		waiting.get(done)?.resolve();
		waiting.delete(done);
	});

	let lastSeq = 0;
	const write = (order: ReaperOrder): void => void child.stdin.write(`${JSON.stringify(order)}\n`);
	const send = async (order: (seq: number) => ReaperOrder): Promise<number> => {
		if (gone !== null) throw gone;
		const seq = ++lastSeq;
		const answered = expectAnswer(waiting, seq);
		write(order(seq));
		await withDeadline(answered, answerMs, 'let the reaper answer');
		return seq;
	};
	return {
		pid: child.pid ?? 0,
		async ready() {
			await withDeadline(listens, answerMs, 'let the reaper start');
		},
		async recordUndo(undo) {
			const of = await send((seq) => ({seq, order: 'add', undo}));
			let removed: Promise<number> | null = null;
			return {
				async done() {
					removed ??= send((seq) => ({seq, order: 'remove', of}));
					await removed;
				},
			};
		},
		async goodbye() {
			if (gone !== null) return;
			write({order: 'goodbye'});
			await withDeadline(exited, answerMs, 'let the reaper end');
		},
	};
}

function expectAnswer(waiting: Map<number, PromiseWithResolvers<void>>, seq: number): Promise<void> {
	const answer = Promise.withResolvers<void>();
	// Whoever waits for it hears of a rejection; where nobody does, the next order does.
	answer.promise.catch(() => {});
	waiting.set(seq, answer);
	return answer.promise;
}

/** Beside this file, and like it a .ts in the repository and a .js in the package. */
function programPath(): string {
	return fileURLToPath(new URL(`reaper${path.extname(import.meta.url)}`, import.meta.url));
}

function unrefAll(child: ChildProcessByStdio<Writable, Readable, null>): void {
	child.unref();
	// Pipes of a child are sockets; the types do not say so.
	for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe.unref();
}
