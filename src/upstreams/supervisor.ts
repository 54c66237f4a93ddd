// PID 1 of an app container: keeps the app running, carries the harness's orders out, and reports what it sees of the process and its port.
import {AppProcess} from './app-process.ts';
import {readAppSettings} from './app-settings.ts';
import {orderProblem} from './behaviour.ts';
import {readCgroupCounters} from './cgroup.ts';
import {readCommands, say} from './control-lines.ts';
import {FileLimiter} from './file-limit.ts';
import {fillDisk} from './fill-disk.ts';
import {inspectApp} from './inspect-app.ts';
import {monoMs} from './mono-clock.ts';
import {PortWatch} from './port-watch.ts';
import {keepScanShort} from './short-scan.ts';
import {ListenerTable} from './socket-table.ts';
import {UnixSocket} from './unix-socket.ts';
import type {AppSettings} from './app-settings.ts';
import type {PortEdge} from './port-watch.ts';
import {appEnvironment} from './upstream.ts';
import type {SupervisorCommand} from './upstream.ts';

const idleMs = 100;
const portOpenWithinMs = 15_000;
/** Shorter than the engine's own patience of 10 s. */
const stopWithinMs = 6000;

if (process.env['GATEQUAKE_WARM_UP'] !== '1') {
	supervise(readAppSettings(process.env));
}

function supervise(settings: AppSettings): void {
	if (settings.command.length === 0) {
		throw new Error(`${appEnvironment.command}: expected the app's first process as a JSON array of words, got nothing`);
	}

	const openListeners = new Set<(edge: PortEdge) => void>();
	const ipv4 = new ListenerTable('/proc/net/tcp');
	const socket = settings.socket === null ? null : new UnixSocket(settings.socket);
	const watch = new PortWatch({
		port: settings.port,
		idleMs,
		// The apps listen on 0.0.0.0, or on their socket.
		isListening: () => (socket === null ? ipv4.isListening(settings.port) : socket.isListening()),
		onEdge(edge) {
			say({type: 'event', ...edge});
			if (edge.what === 'port-open') {
				for (const listener of openListeners) {
					listener(edge);
				}

				openListeners.clear();
			}
		},
	});
	const app = new AppProcess({settings, watch, onEvent: say});
	const files = new FileLimiter(settings.port);
	say({type: 'hello', monoMs: monoMs(), wallMs: Date.now(), pid: process.pid, app: settings.name});
	// As PID 1 it would not even be ended by these signals without a listener.
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.on(signal, () => {
			void app.end(stopWithinMs).finally(() => process.exit(0));
		});
	}

	readCommands((command) => {
		void answerCommand(command, {settings, watch, socket, app, files, openListeners});
	});
	app.start();
	watch.start();
	keepScanShort();
}

interface Supervised {
	readonly settings: AppSettings;
	readonly watch: PortWatch;
	readonly socket: UnixSocket | null;
	readonly app: AppProcess;
	readonly files: FileLimiter;
	readonly openListeners: Set<(edge: PortEdge) => void>;
}

/** Never rejects: what went wrong is the answer. */
async function answerCommand(command: SupervisorCommand, supervised: Supervised): Promise<void> {
	const {seq} = command;
	try {
		const data = await carryOut(command, supervised);
		say({type: 'reply', seq, ok: true, monoMs: monoMs(), data});
	} catch (error) {
		say({type: 'reply', seq, ok: false, monoMs: monoMs(), error: error instanceof Error ? error.message : String(error)});
	}
}

async function carryOut(command: SupervisorCommand, supervised: Supervised): Promise<Readonly<Record<string, unknown>>> {
	const {app, files, settings, watch} = supervised;
	switch (command.command) {
		case 'clock': {
			return {wallMs: Date.now()};
		}

		case 'kill': {
			return {...app.kill(command.signal, command.restartAfterMs)};
		}

		case 'stop': {
			return {...app.stop(command.graceMs, command.restartAfterMs)};
		}

		case 'flaw': {
			return {...(await app.want({flaw: command.flaw}))};
		}

		case 'inspect': {
			return {...inspectApp(app.pid)};
		}

		case 'limit-files': {
			return {...files.limit(app.pid, command.connections)};
		}

		case 'fill-data': {
			return {...fillDisk(settings.dataFolder, command.filled)};
		}

		case 'signal': {
			return {...app.signal(command.signal, command.to)};
		}

		case 'socket': {
			if (supervised.socket === null) {
				throw new Error(`expected an app on a Unix socket, this one listens on port ${settings.port}`);
			}

			const fromMonoMs = monoMs();
			supervised.socket.change(command.change);
			const toMonoMs = monoMs();
			return {fromMonoMs, toMonoMs, connecting: await supervised.socket.tryToConnect()};
		}

		case 'start': {
			app.start();
			return {...(await openEdge(watch, supervised.openListeners))};
		}

		case 'behave': {
			const problem = command.order === null ? null : orderProblem(command.order, settings);
			if (problem !== null) {
				throw new Error(problem);
			}

			return {...(await app.want({order: command.order}))};
		}

		case 'leak': {
			if (!settings.abilities.includes('leak')) {
				throw new Error(`expected an app that can leak, this one is of kind '${settings.kind}'`);
			}

			if (!(command.bytesPerSecond > 0)) {
				throw new Error(`bytesPerSecond: expected a number above 0, got ${command.bytesPerSecond}`);
			}

			if (readCgroupCounters().counters['memory.max'] === undefined) {
				throw new Error('expected a memory limit on the container: without one the leak would take the memory of the whole machine');
			}

			return {...(await app.want({leakBytesPerSecond: command.bytesPerSecond}, command.loop))};
		}

		case 'stop-leak': {
			return {...(await app.want({leakBytesPerSecond: 0}, false))};
		}

		case 'counters': {
			return {...readCgroupCounters()};
		}

		default: {
			// A harness of another version may say anything.
			throw new Error(`expected a known command, got ${JSON.stringify(command)}`);
		}
	}
}

/** The edge at which the port opened; waits for it where the port is closed. */
async function openEdge(watch: PortWatch, openListeners: Set<(edge: PortEdge) => void>): Promise<PortEdge> {
	if (watch.isOpen && watch.lastEdge !== null) {
		return watch.lastEdge;
	}

	const opened = Promise.withResolvers<PortEdge>();
	openListeners.add(opened.resolve);
	const timer = setTimeout(() => {
		opened.reject(new Error(`waited ${portOpenWithinMs} ms for the app's port to be open`));
	}, portOpenWithinMs);
	try {
		return await opened.promise;
	} finally {
		clearTimeout(timer);
		openListeners.delete(opened.resolve);
	}
}
