// Counters of a network namespace that the kernel keeps.
import type {NetworkHelper} from '../topology/topology.ts';
import {recordReading} from './counter-growth.ts';
import type {GrowingCounter} from './counter-growth.ts';
import type {FaultContext} from './fault.ts';

export interface KernelCounter {
	/** Two lines for each group in it: names, and values below them. */
	readonly file: '/proc/net/snmp' | '/proc/net/netstat';
	/** First word of both lines: `Tcp:`. */
	readonly group: string;
	readonly field: string;
}

/** Connection attempts that found an accept queue full. */
export const listenOverflows: KernelCounter = {file: '/proc/net/netstat', group: 'TcpExt:', field: 'ListenOverflows'};
/** Connections that were refused, and others that were reset from this side. */
export const resetsSent: KernelCounter = {file: '/proc/net/snmp', group: 'Tcp:', field: 'OutRsts'};

/** The counter in the namespace of a part. */
export function counterOf(part: string, {field}: KernelCounter): GrowingCounter {
	return {part, name: `tcp.${field}`, field};
}

/** Reads the counter in the helper's namespace, and puts it on the timeline. */
export async function recordKernelCounter(
	context: FaultContext,
	helper: NetworkHelper,
	counter: KernelCounter,
	when: 'before' | 'after',
): Promise<void> {
	const {file, group, field} = counter;
	const {part} = helper;
	const {stdout, atMs, uncertaintyMs} = await helper.run({argv: ['grep', `^${group}`, file]});
	const [names = [], values = []] = stdout.split('\n').map((line) => line.split(' '));
	const value = values[names.indexOf(field)];
	const source = `${file} in the network namespace of ${part}`;
	recordReading(context, counterOf(part, counter), when, {atMs, uncertaintyMs, value: value === undefined ? null : Number(value), source});
}
