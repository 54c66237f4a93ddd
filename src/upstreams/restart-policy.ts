// When an app that has exited is started again: systemd's rules (systemd.service(5), systemd.unit(5), version 257), or an order of the harness.
import type {AppSettings} from './app-settings.ts';

/** An order to kill decides over the policy: `restartAtMonoMs` null means that the app stays down. */
export interface KillOrder {
	readonly restartAtMonoMs: number | null;
}

export interface Exit {
	/** As a shell tells it: 128 and the signal's number where a signal ended it. */
	readonly exitCode: number;
	readonly signal: string | null;
	readonly atMonoMs: number;
}

/** `start` in so many ms; `stay-down`: not wanted again; `give-up`: wanted, and started too often within the interval of the limit. */
export type NextStart = {readonly do: 'start'; readonly afterMs: number} | {readonly do: 'stay-down'} | {readonly do: 'give-up'};

type RestartSettings = Pick<
	AppSettings,
	'restart' | 'restartDelayMs' | 'restartMaxDelayMs' | 'restartSteps' | 'startLimitBurst' | 'startLimitIntervalMs'
>;

/** Signals by which an end is a clean one, beside exit code 0. */
const cleanSignals: ReadonlySet<string> = new Set(['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGPIPE']);

export class RestartPolicy {
	readonly #settings: RestartSettings;
	/** The limit counts in windows: the first start after one has passed begins the next. */
	#window = {fromMonoMs: Number.NEGATIVE_INFINITY, starts: 0};
	#restarts = 0;

	constructor(settings: RestartSettings) {
		this.#settings = settings;
	}

	/** Started by hand: what was counted is forgotten, as by `systemctl reset-failed`, and this start is the first. */
	startedByHand(nowMonoMs: number): void {
		this.#restarts = 0;
		this.#window = {fromMonoMs: nowMonoMs, starts: 1};
	}

	/** To be asked once for each exit: it counts. */
	next(exit: Exit, order: KillOrder | null): NextStart {
		if (order !== null) {
			return order.restartAtMonoMs === null
				? {do: 'stay-down'}
				: {do: 'start', afterMs: Math.max(0, order.restartAtMonoMs - exit.atMonoMs)};
		}

		if (!wants[this.#settings.restart](exit)) {
			return {do: 'stay-down'};
		}

		this.#restarts++;
		const afterMs = backOffMs(this.#settings, this.#restarts);
		return this.#isWithinLimit(exit.atMonoMs + afterMs) ? {do: 'start', afterMs} : {do: 'give-up'};
	}

	#isWithinLimit(startMonoMs: number): boolean {
		const {startLimitBurst, startLimitIntervalMs} = this.#settings;
		if (startLimitBurst === 0 || startLimitIntervalMs === 0) {
			return true;
		}

		if (startMonoMs - this.#window.fromMonoMs > startLimitIntervalMs) {
			this.#window = {fromMonoMs: startMonoMs, starts: 0};
		}

		this.#window = {...this.#window, starts: this.#window.starts + 1};
		return this.#window.starts <= startLimitBurst;
	}
}

/** Which ends are followed by a start. */
const wants: Readonly<Record<RestartSettings['restart'], (exit: Exit) => boolean>> = {
	no: () => false,
	'on-success': isClean,
	'on-failure': (exit) => !isClean(exit),
	'on-abnormal': (exit) => exit.signal !== null && !isClean(exit),
	always: () => true,
};

function isClean({exitCode, signal}: Exit): boolean {
	return signal === null ? exitCode === 0 : cleanSignals.has(signal);
}

/** The delay grows from the first to the longest one in so many steps, by the same factor each. */
function backOffMs({restartDelayMs, restartMaxDelayMs, restartSteps}: RestartSettings, restart: number): number {
	if (restart <= 1 || restartSteps === 0 || restartDelayMs === 0 || restartMaxDelayMs <= restartDelayMs) {
		return restartDelayMs;
	}

	return restart > restartSteps
		? restartMaxDelayMs
		: restartDelayMs * (restartMaxDelayMs / restartDelayMs) ** ((restart - 1) / restartSteps);
}
