// What the kernel says of the app's process: its state, its descriptors, and the connections that were accepted for it.
import {existsSync, readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {listeningState, parseSocketLine} from './socket-table.ts';
import type {AppInspection} from './upstream.ts';

export function inspectApp(pid: number | null): AppInspection {
	if (pid === null) {
		return {pid, state: 'down', descriptors: 0, descriptorLimit: 0, passiveOpens: passiveOpens()};
	}

	return {
		pid,
		state: /^State:\s+(.+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 'unknown',
		descriptors: readdirSync(`/proc/${pid}/fd`).length,
		descriptorLimit: Number(/^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1] ?? Number.NaN),
		passiveOpens: passiveOpens(),
	};
}

/** Descriptors of a process that are no connections to `port`: what it holds when nobody is connected. */
export function ownDescriptors(pid: number, port: number): readonly number[] {
	const inodes = readdirSync(`/proc/${pid}/fd`).map((descriptor) => ({
		descriptor: Number(descriptor),
		inode: /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${descriptor}`))?.[1],
	}));
	const own = ownSockets(port);
	return inodes.filter(({inode}) => inode === undefined || own.has(inode)).map(({descriptor}) => descriptor);
}

/** A connection that was reset stands in no table and is still open in the app: so its own sockets are looked for, not the connections. */
function ownSockets(port: number): ReadonlySet<string> {
	const ofTcp = ['tcp', 'tcp6'].flatMap((table) =>
		linesOf(table).filter((line) => {
			const socket = parseSocketLine(line);
			return socket !== null && (socket.localPort !== port || socket.state === listeningState);
		}),
	);
	const ofUdp = ['udp', 'udp6'].flatMap(linesOf);
	return new Set([...[...ofTcp, ...ofUdp].map((line) => wordOf(line, 9)), ...linesOf('unix').map((line) => wordOf(line, 6))]);
}

/** Lines of one of the kernel's socket tables; the first one has the names. A kernel without IPv6 has not all of them. */
function linesOf(table: string): readonly string[] {
	const file = `/proc/net/${table}`;
	const text = existsSync(file) ? readFileSync(file, 'latin1') : '';
	return text.split('\n').slice(1);
}

/** The inode is the tenth word of tables of TCP and UDP, and the seventh of that of Unix sockets. */
function wordOf(line: string, index: number): string {
	return line.trim().split(/\s+/)[index] ?? '';
}

/** It may have been closed since it was listed. */
function linkOf(path: string): string {
	try {
		return readlinkSync(path);
	} catch {
		return '';
	}
}

/** A line with names, and below it a line with values. */
function passiveOpens(): number {
	const [names = [], values = []] = readFileSync('/proc/net/snmp', 'latin1')
		.split('\n')
		.filter((line) => line.startsWith('Tcp: '))
		.map((line) => line.split(' '));
	return Number(values[names.indexOf('PassiveOpens')] ?? Number.NaN);
}
