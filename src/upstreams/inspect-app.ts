// What the kernel says of the app's process: its state, its descriptors, and the connections that were accepted for it.
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
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
export function ownDescriptors(pid: number, port: number): number {
	const connections = connectionInodes(port);
	return readdirSync(`/proc/${pid}/fd`).filter((descriptor) => {
		const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${descriptor}`))?.[1];
		return inode === undefined || !connections.has(inode);
	}).length;
}

function connectionInodes(port: number): ReadonlySet<string> {
	const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	return new Set(
		readFileSync('/proc/net/tcp', 'latin1')
			.split('\n')
			.map((line) => line.trim().split(/\s+/))
			.flatMap(([, local = '', , state = '', , , , , , inode = '']) =>
				local.endsWith(wanted) && state !== listeningState && state !== '' ? [inode] : [],
			),
	);
}

const listeningState = '0A';

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
