// Reads from the kernel how many descriptors and ports this process may use.
import {readFileSync} from 'node:fs';
import type {MachineLimits} from './check-order.ts';

export function readMachineLimits(): MachineLimits {
	const limit = /^Max open files\s+(\d+)/m.exec(read('/proc/self/limits'))?.[1];
	const range = /^(\d+)\s+(\d+)/.exec(read('/proc/sys/net/ipv4/ip_local_port_range'));
	return {
		descriptors: limit === undefined ? null : Number(limit),
		ports: range === null ? null : Number(range[2]) - Number(range[1]) + 1,
	};
}

/** Empty where there is no such file, as on a system that is not Linux. */
function read(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}
