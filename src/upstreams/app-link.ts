// A Node app's end of its IPC channel to the supervisor, which sends the whole wanted state each time it changes; the first one is in the
// state's file.
import {isIPv6} from 'node:net';
import {readState} from './app-state.ts';
import {monoMs} from './mono-clock.ts';
import {ListenerTable} from './socket-table.ts';
import {UnixSocket} from './unix-socket.ts';
import type {Server} from 'node:net';
import type {AppSettings} from './app-settings.ts';
import type {AppState} from './app-state.ts';

export interface StateMessage {
	readonly type: 'state';
	readonly seq: number;
	readonly state: AppState;
}

export type AppMessage =
	| {readonly type: 'taken'; readonly seq: number; readonly monoMs: number}
	/** The app called listen() and then saw its port or socket in the kernel's table, both within this interval. */
	| {readonly type: 'listening'; readonly fromMonoMs: number; readonly toMonoMs: number};

/** Calls `onState` for the first state, before it returns, and for each later one. Ends the process when the supervisor is gone. */
export function linkToSupervisor({statePath}: Pick<AppSettings, 'statePath'>, onState: (state: AppState) => void): void {
	const first = readState(statePath);
	if (first !== null) {
		onState(first);
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

/** Listens on IPv4, or on its Unix socket, and tells the supervisor when the kernel's table shows it. */
export function listenAndTell(
	server: Server,
	{port, backlog, socket}: Pick<AppSettings, 'port' | 'backlog' | 'socket'>,
	host: ListenHost,
): void {
	// listen() with a host compiles the pattern of IPv6 addresses, 6 ms (Node 26.10, 2026-11-21): not within the interval that is told.
	isIPv6('');
	const unix = socket === null ? null : new UnixSocket(socket);
	// Right before it binds, as servers do: until then who connects is refused.
	unix?.removeStale();
	let fromMonoMs = monoMs();
	// It binds in a later tick than this one. Where it does so at once, the instant before the call stands.
	process.nextTick(() => {
		fromMonoMs = server.listening ? fromMonoMs : monoMs();
	});
	// Anybody may connect to the socket: the gateway's workers are another user.
	server.listen(socket === null ? {port, host, backlog} : {path: socket, backlog, readableAll: true, writableAll: true}, () => {
		if (unix === null ? new ListenerTable('/proc/net/tcp').isListening(port) : unix.isListening()) {
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
