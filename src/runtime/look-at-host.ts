// Reads what this machine tells of a gateway: processes and sockets, units and journal where there is systemd, the kernel's log where we may
// read it, and the config that the gateway prints itself. Nothing is changed: each command that is started only prints.
import {execFile} from 'node:child_process';
import {closeSync, existsSync, fstatSync, openSync, readFileSync, readSync} from 'node:fs';
import os from 'node:os';
import {promisify} from 'node:util';
import {askUpstreams} from './ask-upstreams.ts';
import {gatewayDump} from './gateway-dump.ts';
import type {Printed, PrintOptions} from './gateway-dump.ts';
import type {HostFacts, HostLog} from './host-facts.ts';
import {gatewayNames, hostTable} from './host-processes.ts';
import type {HostTable} from './host-processes.ts';
import {parseUnits, unitProperties} from './parse-units.ts';
import type {UpstreamTarget} from './upstream-target.ts';

export interface HostOrder {
	/** Null: whichever is found. */
	readonly gateway: string | null;
	/** What a config that was printed says of upstreams to ask, and of logs to read. */
	readonly readConfig: (
		gateway: string,
		text: string,
	) => {readonly targets: readonly UpstreamTarget[]; readonly errorLogs: readonly string[]};
	/** Asked instead of those of the config. Empty: those. */
	readonly targets: readonly UpstreamTarget[];
	readonly path: string;
	readonly timeoutMs: number;
	readonly signal: AbortSignal;
}

export async function lookAtHost({gateway: named, readConfig, targets, path, timeoutMs, signal}: HostOrder): Promise<HostFacts> {
	const notSeen: string[] = [];
	const gateway = named ?? foundGateway();
	const own = new Set(gatewayNames[gateway ?? ''] ?? []);
	const table = hostTable((name) => own.has(name));
	const run: Printed = async (command, args, options = {}) => await printed(command, args, {signal, notSeen, ...options});
	const hasSystemd = existsSync('/run/systemd/system');
	const journalOf = async (...words: readonly string[]) =>
		hasSystemd ? await run('journalctl', ['--no-pager', '--quiet', '--since=-1h', '--lines=20000', ...words]) : null;
	const saidBy = [...own].flatMap((name) => ['-t', name]);
	const [config, units, said, journal, kernel] = await Promise.all([
		gateway === null ? null : gatewayDump(gateway, table, {run, notSeen}),
		hasSystemd
			? run('systemctl', ['show', '--no-pager', `--property=${unitProperties.join(',')}`, '--', '*.service'])
			: Promise.resolve(null),
		own.size === 0 ? null : journalOf('--output=short-iso-precise', ...saidBy),
		journalOf('--output=json'),
		// Times of the clock, where it knows them.
		printed('dmesg', ['--time-format=iso'], {signal, notSeen: []}).then(async (text) => text ?? (await run('dmesg', []))),
	]);
	const known = config === null ? {targets: [], errorLogs: []} : readConfig(gateway ?? '', config.text);
	const {asked} = await askUpstreams(targets.length > 0 ? targets : known.targets, path, timeoutMs);
	const places = new Set(asked.map(({target}) => /unix:[^:]+/.exec(target)?.[0]));
	// Programs listen at sockets of their own for much that is no app.
	const listening = new Set(table.sockets.flatMap(({address, port, pid}) => (port !== null || places.has(address) ? [pid] : [])));
	notSeen.push(...containedGateways(table, own));
	return {
		host: os.hostname(),
		at: new Date().toISOString(),
		gateway,
		processes: table.processes
			.filter(({pid, isGateway}) => isGateway || listening.has(pid))
			.map(({name: _name, executable: _executable, ...shown}) => shown),
		sockets: table.sockets,
		memory: memory(),
		units: units === null ? null : parseUnits(units),
		config,
		logs: [
			...known.errorLogs.flatMap((file) => lastOf(file, notSeen)),
			...logOf(`journalctl ${saidBy.join(' ')}`, 'gateway', said),
			...logOf('journalctl', 'journal', journal === null ? null : without(journal, own)),
			...logOf('dmesg', 'kernel', kernel),
		],
		asked,
		notSeen,
	};
}

function logOf(name: string, owner: HostLog['owner'], text: string | null): readonly HostLog[] {
	return text === null || text === '' ? [] : [{name, owner, content: Buffer.from(text)}];
}

/** Of a journal as JSON, what these programs did not say themselves. */
function without(journal: string, names: ReadonlySet<string>): string {
	const marks = [...names].map((name) => `"SYSLOG_IDENTIFIER":"${name}"`);
	return journal
		.split('\n')
		.filter((line) => !marks.some((mark) => line.includes(mark)))
		.join('\n');
}

/** Where the gateway itself does not run here, those that do in containers: all of them where none is meant. */
function containedGateways({processes, contained}: HostTable, own: ReadonlySet<string>): readonly string[] {
	if (processes.some(({isGateway}) => isGateway)) return [];
	const meant = own.size > 0 ? own : new Set(Object.values(gatewayNames).flat());
	const found = new Map(contained.flatMap(({pid, name}) => (meant.has(name) ? [[name, pid] as const] : [])));
	return [...found].map(([name, pid]) => `${name} runs in a container here (pid ${pid}): gatequake diagnose --container NAME looks there`);
}

function foundGateway(): string | null {
	const running = new Set(hostTable(() => false).processes.map(({name}) => name));
	return Object.entries(gatewayNames).find(([, names]) => names.some((name) => running.has(name)))?.[0] ?? null;
}

const execute = promisify(execFile);
const printMs = 20_000;
const mostBytes = 64 * 1024 * 1024;

/** Null where there is no such command, or it says no; why is noted. */
async function printed(
	command: string,
	args: readonly string[],
	{signal, notSeen, env = {}, mayFail = false}: PrintOptions & {readonly signal: AbortSignal; readonly notSeen: string[]},
): Promise<string | null> {
	try {
		const {stdout} = await execute(command, [...args], {
			signal,
			timeout: printMs,
			maxBuffer: mostBytes,
			env: {...process.env, ...env, LC_ALL: 'C', SYSTEMD_COLORS: '0'},
		});
		return stdout;
	} catch (error) {
		signal.throwIfAborted();
		if (mayFail && error instanceof Error && 'stdout' in error && String(error.stdout) !== '') return String(error.stdout);
		const words = error instanceof Error && 'stderr' in error && String(error.stderr) !== '' ? String(error.stderr) : String(error);
		notSeen.push(`${command}: ${words.trim().split('\n').at(-1) ?? ''}`);
		return null;
	}
}

function memory(): HostFacts['memory'] {
	const text = existsSync('/proc/meminfo') ? readFileSync('/proc/meminfo', 'latin1') : '';
	const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN);
	const [availableBytes, totalBytes] = [kilobytes('MemAvailable') * 1024, kilobytes('MemTotal') * 1024];
	return Number.isNaN(availableBytes + totalBytes) ? null : {availableBytes, totalBytes};
}

const lastBytes = 8 * 1024 * 1024;

/** Its last lines, whole ones. */
function lastOf(file: string, notSeen: string[]): readonly HostLog[] {
	try {
		const descriptor = openSync(file, 'r');
		try {
			const {size} = fstatSync(descriptor);
			const content = Buffer.alloc(Math.min(size, lastBytes));
			const count = readSync(descriptor, content, 0, content.length, size - content.length);
			const whole = size <= lastBytes ? 0 : content.indexOf('\n') + 1;
			return count === 0 ? [] : [{name: file, owner: 'gateway', content: content.subarray(whole, count)}];
		} finally {
			closeSync(descriptor);
		}
	} catch (error) {
		notSeen.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
		return [];
	}
}
