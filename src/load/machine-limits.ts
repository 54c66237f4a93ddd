// Reads from the kernel how many descriptors and ports this process may use.
import {readFileSync} from 'node:fs';
import type {MachineLimits} from './check-order.ts';

export function readMachineLimits(): MachineLimits {
	const limit = /^Max open files\s+(\d+)/m.exec(read('/proc/self/limits'))?.[1];
	// Ports of closed connections are taken for a minute more, and the kernel searches long for the last free ones.
	const waiting = /^TCP: inuse (\d+) .*\btw (\d+)/m.exec(read('/proc/net/sockstat'));
	const taken = waiting === null ? 0 : Number(waiting[1]) + Number(waiting[2]);
	const range = /^(\d+)\s+(\d+)/.exec(read('/proc/sys/net/ipv4/ip_local_port_range'));
	return {
		descriptors: limit === undefined ? null : Number(limit),
		ports: range === null ? null : Number(range[2]) - Number(range[1]) + 1 - taken,
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
