// The state that an app is wanted in. It stands in a file, which is replaced whole: apps in other languages read it at each request, Node
// apps at their start, so that one that was started again misbehaves from its first request on.
import {readFileSync, renameSync, writeFileSync} from 'node:fs';
import {databaseUrl, databaseVariable, requestBufferVariable} from './upstream.ts';
import type {BehaviourOrder, Flaw} from './upstream.ts';

export interface AppState {
	readonly order: BehaviourOrder | null;
	/** 0: no leak. */
	readonly leakBytesPerSecond: number;
	/** Shows at its start; one that is taken back does not show any more. */
	readonly flaw: Flaw | null;
}

export const normalState: AppState = {order: null, leakBytesPerSecond: 0, flaw: null};

export function writeState(path: string, state: AppState): void {
	const next = `${path}.next`;
	// Workers may run as another user.
	writeFileSync(next, JSON.stringify(state), {mode: 0o644});
	renameSync(next, path);
}

/** Null where there is none: an app that was started by hand. */
export function readState(path: string): AppState | null {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch {
		return null;
	}

	const state: unknown = JSON.parse(text);
	return isAppState(state) ? state : null;
}

/** A version that was deployed without its variable is started without it, and one with a small buffer is told its size. */
export function deployedVariables({flaw}: AppState): Readonly<Record<string, string | undefined>> {
	return {
		[databaseVariable]: flaw?.is === 'missing-variable' ? undefined : databaseUrl,
		[requestBufferVariable]: String(flaw?.is === 'request-buffer' ? flaw.bytes : usualRequestBufferBytes),
	};
}

/** As nginx takes from clients by default: four lines of 8 KiB. */
const usualRequestBufferBytes = 32_768;

function isAppState(value: unknown): value is AppState {
	return typeof value === 'object' && value !== null && 'order' in value && 'leakBytesPerSecond' in value && 'flaw' in value;
}
