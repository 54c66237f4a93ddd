// Counters of a network namespace that the kernel keeps.
import type {NetworkHelper} from '../topology/topology.ts';
import type {CounterReading, GrowingCounter} from './counter-growth.ts';

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

export async function readCounter(helper: NetworkHelper, part: string, {file, group, field}: KernelCounter): Promise<CounterReading> {
	const {stdout, atMs, uncertaintyMs} = await helper.run({argv: ['grep', `^${group}`, file]});
	const [names = [], values = []] = stdout.split('\n').map((line) => line.split(' '));
	const value = values[names.indexOf(field)];
	return {atMs, uncertaintyMs, value: value === undefined ? null : Number(value), source: `${file} in the network namespace of ${part}`};
}
