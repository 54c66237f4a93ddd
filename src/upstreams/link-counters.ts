// What the kernel counts in this network namespace, where a Toxiproxy is alone with its helper: what the server says of itself is not asked.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {LinkCounters} from './upstream.ts';

/** `root` is where the kernel shows the network namespace. */
export function readLinkCounters(root = '/proc/net'): LinkCounters {
	const snmp = join(root, 'snmp');
	const tables = ['tcp', 'tcp6'].map((name) => join(root, name));
	const tcp = tcpCounters(textOf(snmp));
	return {
		counters: {
			// Connections that were accepted, and packets that reset one or refused it.
			...counter('accepted', tcp['PassiveOpens']),
			...counter('resets', tcp['OutRsts']),
			// Connections that the other side has closed and the server has not.
			'half-closed': tables.map((table) => halfClosed(textOf(table))).reduce((sum, count) => sum + count, 0),
		},
		sources: {accepted: `${snmp} (PassiveOpens)`, resets: `${snmp} (OutRsts)`, 'half-closed': `${tables.join(' and ')} (CLOSE_WAIT)`},
	};
}

function counter(name: string, value: number | undefined): Readonly<Record<string, number>> {
	return value === undefined ? {} : {[name]: value};
}

/** Two lines: names, and values in their order. */
function tcpCounters(snmp: string): Readonly<Record<string, number>> {
	const [names = [], values = []] = snmp
		.split('\n')
		.filter((line) => line.startsWith('Tcp:'))
		.map((line) => line.trim().split(/\s+/).slice(1));
	return Object.fromEntries(names.map((name, index) => [name, Number(values[index])]));
}

function halfClosed(table: string): number {
	return table.split('\n').filter((line) => /^\s*\d+: [\dA-F]+:[\dA-F]{4} [\dA-F]+:[\dA-F]{4} 08 /.test(line)).length;
}

/** Empty where there is no such file: a kernel without IPv6. */
function textOf(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}
