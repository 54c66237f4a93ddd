// The app as a child process of the supervisor, with whatever processes it has itself: start, signal, exit, restart, and the state that it
// is wanted in. It leads a process group of its own, so that nothing of it outlives its first process.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import {constants} from 'node:os';
import {isAppMessage} from './app-link.ts';
import {deployedVariables, normalState, writeState} from './app-state.ts';
import {monoMs} from './mono-clock.ts';
import {ProcessSignals, isSignal} from './process-signals.ts';
import {RestartPolicy} from './restart-policy.ts';
import type {ChildProcess} from 'node:child_process';
import type {AppMessage, StateMessage} from './app-link.ts';
import type {AppSettings} from './app-settings.ts';
import type {AppState} from './app-state.ts';
import type {PortWatch} from './port-watch.ts';
import type {Addressee} from './process-signals.ts';
import type {Exit, KillOrder} from './restart-policy.ts';
import type {RestartOrder, SignalledProcesses, SupervisorMessage} from './upstream.ts';

export type ProcessEvent = Extract<SupervisorMessage, {readonly type: 'event'}>;

export interface Interval {
	readonly fromMonoMs: number;
	readonly toMonoMs: number;
}

const takeOverWithinMs = 5000;
const portChangeWithinMs = 10_000;
/** A slower leak is seen to end to 100 ms instead of 1 ms. */
const oomKillWithinMs = 60_000;
/** While the port is expected to close. */
const closingLookMs = 1;
/** While it is expected to open, which the app itself reports more closely; its start needs the processor. */
const openingLookMs = 2;
/** The shell's exit code for a program that could not be run. */
const couldNotStart = 127;
/** Signals that stop or continue a process, and do not end it. */
const pausing: ReadonlySet<string> = new Set(['SIGSTOP', 'SIGTSTP', 'SIGCONT']);

export interface AppProcessParts {
	readonly settings: AppSettings;
	readonly watch: PortWatch;
	readonly onEvent: (event: ProcessEvent) => void;
}

export class AppProcess {
	readonly #settings: AppSettings;
	readonly #watch: PortWatch;
	readonly #onEvent: (event: ProcessEvent) => void;
	readonly #takenListeners = new Map<number, (atMonoMs: number | null) => void>();
	readonly #policy: RestartPolicy;
	readonly #signals = new ProcessSignals();
	#child: ChildProcess | null = null;
	#state: AppState = normalState;
	#leaksAgain = false;
	#killOrder: KillOrder | null = null;
	#restartTimer: NodeJS.Timeout | undefined;
	#graceTimer: NodeJS.Timeout | undefined;
	#lastAliveMonoMs = 0;
	#seq = 0;

	constructor({settings, watch, onEvent}: AppProcessParts) {
		this.#settings = settings;
		this.#watch = watch;
		this.#onEvent = onEvent;
		this.#policy = new RestartPolicy(settings);
		writeState(settings.statePath, this.#state);
	}

	get state(): AppState {
		return this.#state;
	}

	/** Null where it is down. */
	get pid(): number | null {
		return this.#child?.pid ?? null;
	}

	/** Starts the app by hand if it is down, now, not after a pending delay; what its policy had counted is forgotten. */
	start(): void {
		clearTimeout(this.#restartTimer);
		if (this.#child === null) {
			this.#policy.startedByHand(monoMs());
			this.#spawn();
		}
	}

	#spawn(): void {
		const [program = '', ...words] = this.#settings.command;
		const fromMonoMs = monoMs();
		const child = spawn(program, words, {
			stdio: ['ignore', 2, 2, ...(this.#settings.orders === 'channel' ? (['ipc'] as const) : [])],
			detached: true,
			env: {...process.env, ...deployedVariables(this.#state)},
		});
		this.#child = child;
		this.#killOrder = null;
		this.#lastAliveMonoMs = fromMonoMs;
		this.#onEvent({type: 'event', what: 'spawned', fromMonoMs, toMonoMs: monoMs(), ...pidOf(child)});
		this.#watch.expectChange(openingLookMs, portChangeWithinMs);
		child.on('message', (message) => {
			if (isAppMessage(message)) {
				this.#hear(message);
			}
		});
		child.on('error', (error) => {
			process.stderr.write(`the app could not be started or told: ${error.message}\n`);
			if (child.pid === undefined) {
				this.#exited(couldNotStart, null);
			}
		});
		child.once('exit', (code, signal) => {
			this.#exited(code ?? 128 + (signal === null ? 0 : constants.signals[signal]), signal);
		});
		preferForOomKill(child);
	}

	/** Throws where the app is not running or the signal is unknown. */
	kill(signal: string, restart: RestartOrder): Interval & {readonly pid: number} {
		const pid = this.#child?.pid;
		if (pid === undefined) {
			throw new Error('expected a running app, but it is down');
		}

		if (!isSignal(signal)) {
			throw new Error(`expected the name of a signal such as SIGKILL, got '${signal}'`);
		}

		this.#watch.look();
		const fromMonoMs = monoMs();
		process.kill(signal === 'SIGKILL' || pausing.has(signal) ? -pid : pid, signal);
		const toMonoMs = monoMs();
		this.#lastAliveMonoMs = fromMonoMs;
		if (!pausing.has(signal)) {
			this.#killOrder = restart === 'policy' ? null : {restartAtMonoMs: restart === null ? null : toMonoMs + restart};
			this.#watch.expectChange(closingLookMs, portChangeWithinMs);
		}

		this.#onEvent({type: 'event', what: 'signalled', fromMonoMs, toMonoMs, pid, signal});
		return {fromMonoMs, toMonoMs, pid};
	}

	/** Throws where there is no such process or the signal is unknown. */
	signal(signal: string, to: Addressee): SignalledProcesses {
		const signalled = this.#signals.send(this.pid, signal, to);
		for (const pid of signalled.pids) {
			this.#onEvent({type: 'event', what: 'signalled', fromMonoMs: signalled.fromMonoMs, toMonoMs: signalled.toMonoMs, pid, signal});
		}

		return signalled;
	}

	/**
	 * Sets the state that the app is wanted in. Resolves with the interval in which the app took it over. One that reads the file at each
	 * request has done so at once; so has one that is down, for the next start begins with it.
	 */
	async want(change: Partial<AppState>, leaksAgain = this.#leaksAgain): Promise<Interval> {
		const fromMonoMs = monoMs();
		this.#state = {...this.#state, ...change};
		this.#leaksAgain = leaksAgain;
		writeState(this.#settings.statePath, this.#state);
		this.#expectOomKill();
		const child = this.#child;
		if (child === null || !child.connected) {
			return {fromMonoMs, toMonoMs: monoMs()};
		}

		const message: StateMessage = {type: 'state', seq: ++this.#seq, state: this.#state};
		const taken = Promise.withResolvers<number | null>();
		this.#takenListeners.set(message.seq, taken.resolve);
		child.send(message);
		const timer = setTimeout(() => {
			taken.reject(new Error(`waited ${takeOverWithinMs} ms for the app to take the order over; it is stopped or too busy`));
		}, takeOverWithinMs);
		try {
			return {fromMonoMs, toMonoMs: (await taken.promise) ?? monoMs()};
		} finally {
			clearTimeout(timer);
			this.#takenListeners.delete(message.seq);
		}
	}

	/** SIGTERM, and SIGKILL where that does not end it in time. Throws where the app is not running. */
	stop(graceMs: number, restart: RestartOrder): Interval & {readonly pid: number} {
		clearTimeout(this.#restartTimer);
		const asked = this.kill('SIGTERM', restart);
		const order = this.#killOrder;
		this.#graceTimer = setTimeout(() => {
			this.kill('SIGKILL', restart);
			// What was asked with the first signal counts from there.
			this.#killOrder = order;
		}, graceMs);
		return asked;
	}

	/** Stops it for good, and waits for its end. */
	async end(graceMs: number): Promise<void> {
		clearTimeout(this.#restartTimer);
		const child = this.#child;
		if (child !== null) {
			const exited = once(child, 'exit');
			this.stop(graceMs, null);
			await exited;
		}
	}

	#hear(message: AppMessage): void {
		this.#lastAliveMonoMs = monoMs();
		if (message.type === 'taken') {
			this.#takenListeners.get(message.seq)?.(message.monoMs);
		} else {
			this.#watch.seenOpen(message.fromMonoMs, message.toMonoMs);
			this.#expectOomKill();
		}
	}

	/** What is left of the app: its workers, where its first process has ended without them. */
	#killGroup(pid: number | undefined): void {
		if (pid === undefined) {
			return;
		}

		try {
			process.kill(-pid, 'SIGKILL');
		} catch {
			// Nothing is left.
		}
	}

	#expectOomKill(): void {
		if (this.#state.leakBytesPerSecond > 0) {
			this.#watch.expectChange(closingLookMs, oomKillWithinMs);
		}
	}

	#exited(exitCode: number, signal: string | null): void {
		const toMonoMs = monoMs();
		this.#watch.look();
		// It was still alive when its port was last seen open.
		const fromMonoMs = Math.max(this.#lastAliveMonoMs, this.#watch.lastEdge?.fromMonoMs ?? 0);
		this.#onEvent({
			type: 'event',
			what: 'exited',
			fromMonoMs,
			toMonoMs,
			exitCode,
			...(this.#child !== null && pidOf(this.#child)),
			...(signal !== null && {signal}),
		});
		this.#killGroup(this.#child?.pid);
		this.#child = null;
		clearTimeout(this.#graceTimer);
		if (!this.#leaksAgain) {
			this.#state = {...this.#state, leakBytesPerSecond: 0};
			writeState(this.#settings.statePath, this.#state);
		}

		// What was not taken over is in the file that the next start begins with.
		for (const taken of this.#takenListeners.values()) {
			taken(null);
		}

		this.#goOn({exitCode, signal, atMonoMs: toMonoMs});
	}

	#goOn(exit: Exit): void {
		const next = this.#policy.next(exit, this.#killOrder);
		if (next.do === 'start') {
			this.#restartTimer = setTimeout(() => {
				this.#spawn();
			}, next.afterMs);
		} else if (next.do === 'give-up') {
			this.#onEvent({type: 'event', what: 'gave-up', fromMonoMs: exit.atMonoMs, toMonoMs: monoMs()});
		}
	}
}

function pidOf(child: ChildProcess): {readonly pid?: number} {
	return child.pid === undefined ? {} : {pid: child.pid};
}

/** The cgroup's OOM killer takes the app and not the supervisor. */
function preferForOomKill(child: ChildProcess): void {
	try {
		writeFileSync(`/proc/${child.pid}/oom_score_adj`, '1000');
	} catch {
		// It has exited already, which its exit event tells.
	}
}
