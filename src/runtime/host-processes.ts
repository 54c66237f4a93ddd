// Processes and listening sockets of this machine, from /proc, and which process has which socket, as far as we may look.
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {addressOf} from './look-from-here.ts';
import type {HostProcess, HostSocket} from './host-facts.ts';

export interface HostTable {
	readonly processes: readonly (HostProcess & {readonly name: string; readonly executable: string | null})[];
	readonly sockets: readonly HostSocket[];
	/** What runs in containers on this machine: in another process namespace than ours, as far as we may look. */
	readonly contained: readonly {readonly pid: number; readonly name: string}[];
}

/** Names of the kernel, which cuts them after fifteen letters. */
export const gatewayNames: Readonly<Record<string, readonly string[]>> = {
	nginx: ['nginx', 'openresty'],
	haproxy: ['haproxy'],
	httpd: ['httpd', 'apache2'],
	caddy: ['caddy'],
	envoy: ['envoy'],
	traefik: ['traefik'],
	varnish: ['varnishd', 'cache-main'],
};

/** `proc`: where the kernel shows it, for tests. */
export function hostTable(isGateway: (name: string) => boolean, proc = '/proc'): HostTable {
	const owners = new Map<string, number>();
	const bootMs = Number(/^btime (\d+)/m.exec(textOf(`${proc}/stat`))?.[1] ?? 0) * 1000;
	const ours = linkOf(`${proc}/self/ns/pid`);
	const pids = readdirSync(proc)
		.filter((entry) => /^\d+$/.test(entry))
		.map(Number)
		.sort((a, b) => a - b);
	const isContained = (pid: number) => {
		const its = linkOf(`${proc}/${pid}/ns/pid`);
		return its !== null && ours !== null && its !== ours;
	};
	const processes = pids
		.filter((pid) => !isContained(pid))
		.flatMap((pid) => processOf({folder: `${proc}/${pid}`, pid, bootMs, owners, isGateway}));
	const sockets = [
		...tcpListeners(`${proc}/net/tcp`, owners),
		...tcpListeners(`${proc}/net/tcp6`, owners),
		...unixListeners(`${proc}/net/unix`, owners),
	];
	return {processes, sockets, contained: pids.filter(isContained).map((pid) => ({pid, name: statOf(`${proc}/${pid}`).name}))};
}

interface ProcessPlace {
	readonly folder: string;
	readonly pid: number;
	readonly bootMs: number;
	/** Filled in: the process that has a socket, by its inode. */
	readonly owners: Map<string, number>;
	readonly isGateway: (name: string) => boolean;
}

/** Of the kernel's clock for user space, on every platform that Linux knows. */
const ticksPerSecond = 100;

/** Empty where it has ended meanwhile, and for the kernel's own threads. */
function processOf({folder, pid, bootMs, owners, isGateway}: ProcessPlace): HostTable['processes'] {
	const {name, rest} = statOf(folder);
	const command = textOf(`${folder}/cmdline`).replaceAll('\0', ' ').trim();
	if (rest === '' || command === '') return [];
	const descriptors = entriesIn(`${folder}/fd`);
	for (const descriptor of descriptors ?? []) {
		const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`${folder}/fd/${descriptor}`) ?? '')?.[1];
		// Workers share what their master listens at: the first one, which is the master, stands for it.
		if (inode !== undefined && !owners.has(inode)) owners.set(inode, pid);
	}

	const limit = Number(/^Max open files\s+(\d+)/m.exec(textOf(`${folder}/limits`))?.[1] ?? Number.NaN);
	const startedMs = bootMs + (Number(rest.split(' ')[19] ?? 0) * 1000) / ticksPerSecond;
	return [
		{
			pid,
			name,
			command,
			executable: linkOf(`${folder}/exe`),
			isGateway: isGateway(name),
			startedAt: new Date(startedMs).toISOString(),
			unit: /([^/\n]+\.service)(?:\/[^\n]*)?$/m.exec(textOf(`${folder}/cgroup`))?.[1] ?? null,
			descriptors: descriptors === null || Number.isNaN(limit) ? null : {open: descriptors.length, limit},
		},
	];
}

/** The name stands in brackets and may hold any of them. */
function statOf(folder: string): {readonly name: string; readonly rest: string} {
	const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(textOf(`${folder}/stat`)) ?? [];
	return {name, rest};
}

function tcpListeners(file: string, owners: ReadonlyMap<string, number>): readonly HostSocket[] {
	return linesOf(file).flatMap((words) => {
		const [hex = '', port = ''] = (words[1] ?? '').split(':');
		return words[3] === '0A' ? [{address: addressOf(hex), port: Number.parseInt(port, 16), pid: owners.get(words[9] ?? '') ?? null}] : [];
	});
}

/** Flag of sockets that accept connections, and type of those that are streams. */
const accepting = '00010000';
const stream = '0001';

function unixListeners(file: string, owners: ReadonlyMap<string, number>): readonly HostSocket[] {
	return linesOf(file).flatMap(([, , , flags, type, , inode = '', path = '']) =>
		flags === accepting && type === stream && path.startsWith('/')
			? [{address: `unix:${path}`, port: null, pid: owners.get(inode) ?? null}]
			: [],
	);
}

/** Of a table of the kernel, without its title, in words. */
function linesOf(file: string): readonly (readonly string[])[] {
	return textOf(file)
		.split('\n')
		.slice(1)
		.map((line) => line.trim().split(/\s+/));
}

/** Empty where it is not there any more, or not for us. */
function textOf(file: string): string {
	try {
		return readFileSync(file, 'latin1');
	} catch {
		return '';
	}
}

function linkOf(file: string): string | null {
	try {
		return readlinkSync(file);
	} catch {
		return null;
	}
}

/** Null where we may not look. */
function entriesIn(folder: string): readonly string[] | null {
	try {
		return readdirSync(folder);
	} catch {
		return null;
	}
}
