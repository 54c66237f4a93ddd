// The app's end of its IPC channel to the supervisor. The supervisor sends the whole wanted state each time; the first one comes in the
// environment, so that an app that was started again misbehaves from its first request on.
import {isIPv6} from 'node:net';
import {monoMs} from './mono-clock.ts';
import {ListenerTable} from './socket-table.ts';
import type {Server} from 'node:net';
import type {BehaviourOrder, Flaw} from './upstream.ts';

export interface AppState {
	readonly order: BehaviourOrder | null;
	/** 0: no leak. */
	readonly leakBytesPerSecond: number;
	/** Shows at its start; one that is taken back does not show any more. */
	readonly flaw: Flaw | null;
}

export const normalState: AppState = {order: null, leakBytesPerSecond: 0, flaw: null};

/** Variable that carries the first `AppState`, as JSON. */
export const appStateVariable = 'GATEQUAKE_APP_STATE';

export interface StateMessage {
	readonly type: 'state';
	readonly seq: number;
	readonly state: AppState;
}

export type AppMessage =
	| {readonly type: 'taken'; readonly seq: number; readonly monoMs: number}
	/** The app called listen() and then saw its port in the kernel's table, both within this interval. */
	| {readonly type: 'listening'; readonly fromMonoMs: number; readonly toMonoMs: number};

/** Calls `onState` for the first state, before it returns, and for each later one. Ends the process when the supervisor is gone. */
export function linkToSupervisor(onState: (state: AppState) => void): void {
	const first = process.env[appStateVariable];
	if (first !== undefined) {
		const state: unknown = JSON.parse(first);
		if (isAppState(state)) {
			onState(state);
		}
	}

	process.on('message', (message) => {
		if (isStateMessage(message)) {
			onState(message.state);
			tell({type: 'taken', seq: message.seq, monoMs: monoMs()});
		}
	});
	process.once('disconnect', () => {
		process.exit(0);
	});
}

/** Everybody, or nobody but its own host. */
export type ListenHost = '0.0.0.0' | '127.0.0.1';

/** Listens on all IPv4 addresses, and tells the supervisor when the kernel's table shows it. */
export function listenAndTell(server: Server, {port, backlog}: {readonly port: number; readonly backlog: number}, host: ListenHost): void {
	// listen() with a host compiles the pattern of IPv6 addresses, 6 ms (Node 26.10, 2026-11-21): not within the interval that is told.
	isIPv6('');
	let fromMonoMs = monoMs();
	// It binds in a later tick than this one. Where it does so at once, the instant before the call stands.
	process.nextTick(() => {
		fromMonoMs = server.listening ? fromMonoMs : monoMs();
	});
	server.listen({port, host, backlog}, () => {
		if (new ListenerTable('/proc/net/tcp').isListening(port)) {
			tell({type: 'listening', fromMonoMs, toMonoMs: monoMs()});
		}
	});
}

function tell(message: AppMessage): void {
	// Without a supervisor (an app started by hand) there is nobody to tell.
	process.send?.(message);
}

export function isAppMessage(value: unknown): value is AppMessage {
	return typeof value === 'object' && value !== null && 'type' in value && (value.type === 'taken' || value.type === 'listening');
}

function isStateMessage(value: unknown): value is StateMessage {
	return typeof value === 'object' && value !== null && 'type' in value && value.type === 'state';
}

function isAppState(value: unknown): value is AppState {
	return typeof value === 'object' && value !== null && 'order' in value && 'leakBytesPerSecond' in value && 'flaw' in value;
}
