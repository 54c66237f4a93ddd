// What an app container is told by its environment. Wrong values end the program at once, with all problems in one message.
import {appEnvironment, journalPath, statePath, tlsFolder} from './upstream.ts';
import type {PoolSettings} from './upstream.ts';

export const restartPolicies = ['no', 'on-success', 'on-failure', 'on-abnormal', 'always'] as const;
export type RestartPolicyName = (typeof restartPolicies)[number];

/** What the app does on SIGTERM: answers what it has begun and ends (`drain`), ends at once, as a program without a handler, or goes on. */
export const termHabits = ['drain', 'die', 'ignore'] as const;
export type TermHabit = (typeof termHabits)[number];

export const tlsHabits = ['off', 'any', 'named'] as const;
export type TlsHabit = (typeof tlsHabits)[number];

export interface AppSettings {
	/** Name in answers and messages; default `app1`. */
	readonly name: string;
	/** For messages; default `node`. */
	readonly kind: string;
	/** The first process. Default: none. */
	readonly command: readonly string[];
	/** Default `channel`. */
	readonly orders: 'file' | 'channel';
	/** What the app can be ordered to do. Default: nothing. */
	readonly abilities: readonly string[];
	/** Default 8080. */
	readonly port: number;
	/** Path of the Unix socket in place of the port; default null. */
	readonly socket: string | null;
	/** Time to answer a healthy request; default 5. */
	readonly serviceMs: number;
	/** Default `no`. */
	readonly restart: RestartPolicyName;
	/** Default 0. */
	readonly restartDelayMs: number;
	/** The longest delay, reached in `restartSteps` restarts; default 0: the delay does not grow. */
	readonly restartMaxDelayMs: number;
	readonly restartSteps: number;
	/** Starts within `startLimitIntervalMs`, the first one included, after which it stays down; default 0: no limit. */
	readonly startLimitBurst: number;
	readonly startLimitIntervalMs: number;
	/** Default `drain`. */
	readonly onTerm: TermHabit;
	/** Folder in which the app keeps what it commits; default: it keeps nothing. */
	readonly dataFolder: string | null;
	/** Its pool of connections to the database; default: it asks none. */
	readonly pool: PoolSettings | null;
	/** How long a kept-alive connection may be idle before the app closes it; default 75 000: the gateway closes first. */
	readonly idleTimeoutMs: number;
	/** Connections that the kernel accepts for the app before the app does; default 511. */
	readonly backlog: number;
	/** Whether it speaks TLS, and to whom: to everyone (`any`), or only to clients that name it in their hello (`named`). Default `off`. */
	readonly tls: TlsHabit;
	/** Default: where an app container has its certificates. */
	readonly tlsFolder: string;
	/** Default: the journal's place in an app container. */
	readonly journalPath: string;
	/** File with the wanted state; default: its place in an app container. */
	readonly statePath: string;
}

/** Throws an Error that names every wrong variable. */
export function readAppSettings(environment: Readonly<Record<string, string | undefined>>): AppSettings {
	const problems: string[] = [];
	const settings: AppSettings = {
		name: environment[appEnvironment.name] ?? 'app1',
		kind: environment[appEnvironment.kind] ?? 'node',
		command: jsonWords(environment, appEnvironment.command, problems),
		orders: oneOf(environment, appEnvironment.orders, ['channel', 'file'], 'channel', problems),
		abilities: (environment[appEnvironment.abilities] ?? '').split(',').filter((ability) => ability !== ''),
		port: wholeNumber(environment, appEnvironment.port, 8080, 65_535, problems),
		socket: environment[appEnvironment.socket] || null,
		serviceMs: wholeNumber(environment, appEnvironment.serviceMs, 5, 3_600_000, problems),
		restart: oneOf(environment, appEnvironment.restart, restartPolicies, 'no', problems),
		restartDelayMs: wholeNumber(environment, appEnvironment.restartDelayMs, 0, 3_600_000, problems),
		restartMaxDelayMs: wholeNumber(environment, appEnvironment.restartMaxDelayMs, 0, 3_600_000, problems),
		restartSteps: wholeNumber(environment, appEnvironment.restartSteps, 0, 1000, problems),
		startLimitBurst: wholeNumber(environment, appEnvironment.startLimitBurst, 0, 1_000_000, problems),
		startLimitIntervalMs: wholeNumber(environment, appEnvironment.startLimitIntervalMs, 0, 86_400_000, problems),
		onTerm: oneOf(environment, appEnvironment.onTerm, termHabits, 'drain', problems),
		dataFolder: environment[appEnvironment.dataFolder] ?? null,
		pool: poolOf(environment, problems),
		idleTimeoutMs: wholeNumber(environment, appEnvironment.idleTimeoutMs, 75_000, 3_600_000, problems),
		backlog: wholeNumber(environment, appEnvironment.backlog, 511, 65_535, problems),
		journalPath: environment[appEnvironment.journal] ?? journalPath,
		statePath: environment[appEnvironment.state] ?? statePath,
		tls: oneOf(environment, appEnvironment.tls, tlsHabits, 'off', problems),
		tlsFolder: environment['GATEQUAKE_TLS_FOLDER'] ?? tlsFolder,
	};
	if (problems.length > 0) {
		throw new Error(problems.join('; '));
	}

	return settings;
}

function oneOf<Word extends string>(
	environment: Readonly<Record<string, string | undefined>>,
	variable: string,
	words: readonly Word[],
	fallback: Word,
	problems: string[],
): Word {
	const text = environment[variable] ?? fallback;
	const word = words.find((candidate) => candidate === text);
	if (word === undefined) {
		problems.push(`${variable}: expected ${words.join(', ')}, got '${text}'`);
	}

	return word ?? fallback;
}

/** A JSON array of words. */
function jsonWords(environment: Readonly<Record<string, string | undefined>>, variable: string, problems: string[]): readonly string[] {
	const text = environment[variable];
	if (text === undefined) {
		return [];
	}

	const value: unknown = parsed(text);
	if (Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string')) {
		return value;
	}

	problems.push(`${variable}: expected a JSON array of words, got '${text}'`);
	return [];
}

function poolOf(environment: Readonly<Record<string, string | undefined>>, problems: string[]): PoolSettings | null {
	const text = environment[appEnvironment.pool];
	if (text === undefined) {
		return null;
	}

	const value = parsed(text);
	if (isPool(value)) {
		return value;
	}

	problems.push(`${appEnvironment.pool}: expected the settings of a pool as JSON, got '${text}'`);
	return null;
}

function isPool(value: unknown): value is PoolSettings {
	return (
		typeof value === 'object' &&
		value !== null &&
		'connections' in value &&
		typeof value.connections === 'number' &&
		'waitMs' in value &&
		(value.waitMs === null || typeof value.waitMs === 'number') &&
		'reuse' in value &&
		typeof value.reuse === 'boolean'
	);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

function wholeNumber(
	environment: Readonly<Record<string, string | undefined>>,
	variable: string,
	fallback: number,
	largest: number,
	problems: string[],
): number {
	const text = environment[variable] ?? String(fallback);
	const value = Number(text);
	if (text.trim() === '' || !Number.isInteger(value) || value < 0 || value > largest) {
		problems.push(`${variable}: expected a whole number from 0 to ${largest}, got '${text}'`);
	}

	return value;
}
