// A supervisor as a child process on loopback, with a journal of its own and a free port: what an app container does, without a container.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ChildProcess} from 'node:child_process';
import {servers} from '../../src/servers/servers.ts';
import {readJournal} from '../../src/upstreams/read-journal.ts';
import {appEnvironment} from '../../src/upstreams/upstream.ts';
import type {BehaviourOrder, JournalLine, SupervisorCommand, SupervisorMessage} from '../../src/upstreams/upstream.ts';

export type SupervisorEvent = Extract<SupervisorMessage, {readonly type: 'event'}>;
export type Reply = Extract<SupervisorMessage, {readonly type: 'reply'}>;
type WithoutSeq<Command> = Command extends {readonly seq: number} ? Omit<Command, 'seq'> : never;

/** Generous: tests share the machine. What is measured is never this. */
const waitAtMostMs = 30_000;

export interface SupervisedOptions {
	readonly kind: 'node' | 'bytes';
	/** In place of the Node app: a program that reads the state's file. */
	readonly command?: readonly string[];
	/** Path of a Unix socket in place of the port. */
	readonly socket?: string;
	readonly restart?: string;
	readonly restartDelayMs?: number;
	readonly serviceMs?: number;
	readonly idleTimeoutMs?: number;
	/** Further variables, by their names. */
	readonly environment?: Readonly<Record<string, string>>;
}

export class Supervised implements AsyncDisposable {
	readonly port: number;
	readonly messages: SupervisorMessage[] = [];
	readonly child: ChildProcess;
	readonly #directory: string;
	readonly #listeners = new Set<() => void>();
	#rest = '';
	#seq = 0;

	/** Resolves when the app's port is open. */
	static async start(options: SupervisedOptions): Promise<Supervised> {
		const supervised = new Supervised(options, await freePort());
		await supervised.event('port-open');
		return supervised;
	}

	private constructor(options: SupervisedOptions, port: number) {
		this.port = port;
		this.#directory = mkdtempSync(join(tmpdir(), 'gatequake-upstreams-'));
		this.child = spawn(process.execPath, [programPath('supervisor')], {
			stdio: ['pipe', 'pipe', 'inherit'],
			env: {
				NODE_COMPILE_CACHE: join(tmpdir(), 'gatequake-compile-cache'),
				...process.env,
				[appEnvironment.kind]: options.kind,
				[appEnvironment.command]: JSON.stringify(options.command ?? [process.execPath, programPath(`${options.kind}-app`)]),
				[appEnvironment.orders]: options.command === undefined ? 'channel' : 'file',
				[appEnvironment.abilities]: (servers[options.kind]?.abilities ?? []).join(','),
				...(options.socket === undefined ? {} : {[appEnvironment.socket]: options.socket}),
				[appEnvironment.state]: join(this.#directory, 'state.json'),
				[appEnvironment.port]: String(port),
				[appEnvironment.serviceMs]: String(options.serviceMs ?? 0),
				...(options.idleTimeoutMs === undefined ? {} : {[appEnvironment.idleTimeoutMs]: String(options.idleTimeoutMs)}),
				[appEnvironment.restart]: options.restart ?? 'no',
				[appEnvironment.restartDelayMs]: String(options.restartDelayMs ?? 0),
				...options.environment,
				[appEnvironment.journal]: join(this.#directory, 'journal.ndjson'),
			},
		});
		this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
			this.#read(chunk);
		});
	}

	/** Sends a command and waits for its reply, good or bad. */
	async command(command: WithoutSeq<SupervisorCommand>): Promise<Reply> {
		const seq = ++this.#seq;
		this.child.stdin?.write(`${JSON.stringify({seq, ...command})}\n`);
		return await this.#message(
			`the reply to ${command.command}`,
			(message): message is Reply => message.type === 'reply' && message.seq === seq,
		);
	}

	async behave(behaviour: BehaviourOrder['behaviour'], share = 1, methods: readonly string[] | null = null): Promise<Reply> {
		return await this.command({command: 'behave', order: {behaviour, share, methods}});
	}

	/** The first event of this kind at or after a place in `messages`. */
	async event(what: SupervisorEvent['what'], since = 0): Promise<SupervisorEvent> {
		return await this.#message(
			what,
			(message): message is SupervisorEvent => message.type === 'event' && message.what === what && this.messages.indexOf(message) >= since,
		);
	}

	journal(): JournalLine[] {
		return readJournal(readFileSync(join(this.#directory, 'journal.ndjson'), 'utf8')).lines;
	}

	/** Waits until the journal says so, and gives its lines. */
	async journaled(what: string, isThere: (lines: readonly JournalLine[]) => boolean): Promise<JournalLine[]> {
		const untilMs = performance.now() + waitAtMostMs;
		for (;;) {
			const lines = this.journal();
			if (isThere(lines)) {
				return lines;
			}

			if (performance.now() > untilMs) {
				throw new Error(`waited ${waitAtMostMs} ms for the journal to hold ${what}; it holds ${JSON.stringify(lines)}`);
			}

			await new Promise((resolve) => {
				setTimeout(resolve, 5);
			});
		}
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (this.child.exitCode === null && this.child.signalCode === null) {
			const exited = once(this.child, 'exit');
			this.child.kill('SIGTERM');
			const timer = setTimeout(() => this.child.kill('SIGKILL'), waitAtMostMs);
			await exited;
			clearTimeout(timer);
		}

		rmSync(this.#directory, {recursive: true, force: true});
	}

	async #message<Wanted extends SupervisorMessage>(
		what: string,
		isWanted: (message: SupervisorMessage) => message is Wanted,
	): Promise<Wanted> {
		const found = Promise.withResolvers<Wanted>();
		const look = (): void => {
			const message = this.messages.find(isWanted);
			if (message !== undefined) {
				found.resolve(message);
			}
		};
		const timer = setTimeout(() => {
			found.reject(new Error(`waited ${waitAtMostMs} ms for ${what}; came: ${JSON.stringify(this.messages)}`));
		}, waitAtMostMs);
		this.#listeners.add(look);
		look();
		try {
			return await found.promise;
		} finally {
			clearTimeout(timer);
			this.#listeners.delete(look);
		}
	}

	#read(chunk: string): void {
		const lines = (this.#rest + chunk).split('\n');
		this.#rest = lines.pop() ?? '';
		for (const line of lines) {
			const message: SupervisorMessage = JSON.parse(line);
			this.messages.push(message);
		}

		for (const listener of this.#listeners) {
			listener();
		}
	}
}

export function programPath(name: string): string {
	return join(import.meta.dirname, '../../src/upstreams', `${name}.ts`);
}

export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	if (address === null || typeof address === 'string') {
		throw new Error('expected a TCP address');
	}

	return address.port;
}
