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
export function ownDescriptors(pid: number, port: number): readonly number[] {
	const before = connectionInodes(port);
	const inodes = readdirSync(`/proc/${pid}/fd`).map((descriptor) => ({
		descriptor: Number(descriptor),
		inode: /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${descriptor}`))?.[1],
	}));
	// Connections come and go between the two: one that either table knows is none of its own.
	const after = connectionInodes(port);
	return inodes.filter(({inode}) => inode === undefined || !(before.has(inode) || after.has(inode))).map(({descriptor}) => descriptor);
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
