// The file system that holds the app's data is full: what the app has to write fails with ENOSPC, and what it only reads goes on.
import {string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';
import {journalWitness} from './witness.ts';

export interface DiskFullOptions {
	/** Default `app1`. It needs `data` in memory, a file system of its own. */
	readonly upstream?: string;
}

/**
 * The file system with the app's data is full.
 * @example diskFull()
 */
export function diskFull(options: DiskFullOptions = {}): Fault {
	const {upstream = 'app1'} = options;
	return makeFault({
		kind: 'disk-full',
		options: {...options, upstream},
		checkers: {upstream: string},
		describe: `the file system with the data of ${upstream} is filled to its last byte`,
		effect: {withinMs: 100, goneWithinMs: 100},
		upstreams: [upstream],
		needsSupervisor: true,
		check: ({upstreams}) =>
			upstreams.some(({name, data}) => name === upstream && data?.on !== 'memory')
				? [
						{
							path: 'fault',
							message: `disk-full needs a file system of its own for the data of ${upstream}: write data: {on: 'memory', bytes: 16 * 1024 * 1024} in its options`,
						},
					]
				: [],
		async inject({topology}) {
			const target = targetUpstream(topology, upstream);
			const {toMonoMs, bytes, freeBytes} = await target.fillData(true);
			return armed({
				// It is full with the last byte.
				effective: {atMs: topology.clock.fromMonoMs(toMonoMs), uncertaintyMs: 1},
				evidence: `the kernel says that ${freeBytes} of ${bytes} bytes are free for the data of ${upstream}`,
				async clear() {
					const freed = await target.fillData(false);
					return {
						atMs: freed.atMs,
						uncertaintyMs: freed.uncertaintyMs,
						evidence: `the kernel says that ${freed.freeBytes} of ${freed.bytes} bytes are free again for the data of ${upstream}`,
					};
				},
				witness: journalWitness([upstream], ['ENOSPC'], 'requests whose data found the disk full'),
			});
		},
	});
}
