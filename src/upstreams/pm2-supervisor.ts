// PID 1 of an app container whose process manager is PM2: starts it, signals the app that it manages, and reports what PM2's own log and the
// kernel's table of listening sockets say. When the app is started again is PM2's doing alone.
import {spawn} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {constants} from 'node:os';
import {createInterface} from 'node:readline';
import {extname, join} from 'node:path';
import {readAppSettings} from './app-settings.ts';
import {readCgroupCounters} from './cgroup.ts';
import {readCommands, say} from './control-lines.ts';
import {monoMs} from './mono-clock.ts';
import {readPm2Line} from './read-pm2-line.ts';
import {PortWatch} from './port-watch.ts';
import {keepScanShort} from './short-scan.ts';
import {appEnvironment, databaseVariable} from './upstream.ts';
import type {AppSettings} from './app-settings.ts';
import type {Pm2Settings, SupervisorCommand} from './upstream.ts';

const folder = '/run/pm2';
const program = '/opt/pm2/node_modules/pm2/bin/pm2-runtime';
const idleMs = 100;
const changeLookMs = 1;
const portChangeWithinMs = 20_000;
const portOpenWithinMs = 15_000;
const killTimeoutMs = 5000;

if (process.env['GATEQUAKE_WARM_UP'] !== '1') {
	supervise(readAppSettings(process.env));
}

function supervise(settings: AppSettings): void {
	let pid: number | null = null;
	let lastAliveMonoMs = monoMs();
	const openListeners = new Set<() => void>();
	const watch = new PortWatch({
		port: settings.port,
		idleMs,
		onEdge(edge) {
			say({type: 'event', ...edge});
			for (const listener of openListeners) {
				listener();
			}
		},
	});
	say({type: 'hello', monoMs: monoMs(), wallMs: Date.now(), pid: process.pid, app: settings.name});
	const hear = (line: string): void => {
		const said = readPm2Line(line);
		const toMonoMs = monoMs();
		if (said?.says === 'online') {
			pid = managedPid();
			say({type: 'event', what: 'spawned', fromMonoMs: lastAliveMonoMs, toMonoMs, ...(pid === null ? {} : {pid})});
			watch.expectChange(changeLookMs, portChangeWithinMs);
		} else if (said?.says === 'exited') {
			watch.look();
			const {exitCode, signal} = said;
			const fromMonoMs = Math.max(lastAliveMonoMs, watch.lastEdge?.fromMonoMs ?? 0);
			say({
				type: 'event',
				what: 'exited',
				fromMonoMs: Math.min(fromMonoMs, toMonoMs),
				toMonoMs,
				exitCode,
				...(pid === null ? {} : {pid}),
				...(signal === null ? {} : {signal}),
			});
			pid = null;
			lastAliveMonoMs = toMonoMs;
			watch.expectChange(changeLookMs, portChangeWithinMs);
		} else if (said?.says === 'gave-up') {
			say({type: 'event', what: 'gave-up', fromMonoMs: lastAliveMonoMs, toMonoMs});
		}

		process.stderr.write(`${line}\n`);
	};
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.on(signal, () => process.exit(0));
	}

	const kill = (signal: string): Readonly<Record<string, unknown>> => {
		const target = pid;
		if (target === null) {
			throw new Error('expected a running app, but PM2 has none');
		}

		if (!isSignal(signal)) {
			throw new Error(`expected the name of a signal such as SIGKILL, got '${signal}'`);
		}

		watch.look();
		const fromMonoMs = monoMs();
		process.kill(target, signal);
		const toMonoMs = monoMs();
		lastAliveMonoMs = fromMonoMs;
		watch.expectChange(changeLookMs, portChangeWithinMs);
		say({type: 'event', what: 'signalled', fromMonoMs, toMonoMs, pid: target, signal});
		return {fromMonoMs, toMonoMs, pid: target};
	};
	readCommands((command) => {
		void answer(command, {watch, openListeners, kill});
	});
	startPm2(settings, hear);
	watch.start();
	keepScanShort();
}

interface Managed {
	readonly watch: PortWatch;
	readonly openListeners: Set<() => void>;
	readonly kill: (signal: string) => Readonly<Record<string, unknown>>;
}

/** Never rejects: what went wrong is the answer. */
async function answer(command: SupervisorCommand, managed: Managed): Promise<void> {
	const {seq} = command;
	try {
		const data = await carryOut(command, managed);
		say({type: 'reply', seq, ok: true, monoMs: monoMs(), data});
	} catch (error) {
		say({type: 'reply', seq, ok: false, monoMs: monoMs(), error: error instanceof Error ? error.message : String(error)});
	}
}

async function carryOut(command: SupervisorCommand, {watch, openListeners, kill}: Managed): Promise<Readonly<Record<string, unknown>>> {
	if (command.command === 'clock') {
		return {wallMs: Date.now()};
	}

	if (command.command === 'counters') {
		return {...readCgroupCounters()};
	}

	if (command.command === 'kill' && command.restartAfterMs === 'policy') {
		return kill(command.signal);
	}

	if (command.command === 'start') {
		await untilOpen(watch, openListeners);
		return {};
	}

	throw new Error(`PM2 manages this app: it knows no order '${command.command}'`);
}

/** PM2 starts it, or has given up. */
async function untilOpen(watch: PortWatch, openListeners: Set<() => void>): Promise<void> {
	const opened = Promise.withResolvers<null>();
	const look = (): void => {
		if (watch.isOpen) {
			opened.resolve(null);
		}
	};
	openListeners.add(look);
	look();
	const timer = setTimeout(() => {
		opened.reject(new Error(`waited ${portOpenWithinMs} ms for PM2 to have the app listen again`));
	}, portOpenWithinMs);
	try {
		await opened.promise;
	} finally {
		clearTimeout(timer);
		openListeners.delete(look);
	}
}

function startPm2({name, kind}: AppSettings, hear: (line: string) => void): void {
	mkdirSync(folder, {recursive: true});
	const config = join(folder, 'ecosystem.json');
	writeFileSync(config, JSON.stringify({apps: [appConfig(name, kind, pm2Settings())]}));
	const child = spawn(process.execPath, [program, 'start', config, '--no-auto-exit'], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {...process.env, PM2_HOME: folder, HOME: folder, [databaseVariable]: 'postgres://app@database/app'},
	});
	createInterface({input: child.stdout}).on('line', hear);
	child.once('exit', (code) => {
		process.stderr.write(`PM2 itself ended with ${code}\n`);
		process.exit(1);
	});
}

/** In PM2's own words. */
function appConfig(name: string, kind: AppSettings['kind'], settings: Pm2Settings): Readonly<Record<string, unknown>> {
	return {
		name,
		script: join(import.meta.dirname, `${kind}-app${extname(import.meta.filename)}`),
		interpreter: process.execPath,
		exec_mode: 'fork',
		pid_file: join(folder, 'app.pid'),
		kill_timeout: killTimeoutMs,
		exp_backoff_restart_delay: settings.expBackoffRestartDelayMs,
		max_restarts: settings.maxRestarts,
		min_uptime: settings.minUptimeMs,
	};
}

/** PM2 puts the number of the process into the name. */
function managedPid(): number | null {
	const pid = Number(readFileSync(join(folder, 'app-0.pid'), 'utf8'));
	return Number.isInteger(pid) && pid > 1 ? pid : null;
}

/** Written by the topology, as JSON. */
function pm2Settings(): Pm2Settings {
	const settings: Pm2Settings = JSON.parse(process.env[appEnvironment.pm2] ?? '{}');
	return settings;
}

function isSignal(name: string): name is NodeJS.Signals {
	return Object.hasOwn(constants.signals, name);
}
