// The app's container gets less of the processor: a quota in each period of 100 ms, and when it is used up the kernel keeps all its processes
// waiting until the next one. Nothing fails by itself; everything takes its time.
import {number, required, string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import {recordCgroupCounter} from './cgroup-counter.ts';
import {growthWitness} from './counter-growth.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';

export interface CpuQuotaOptions {
	/** Of one core: 5 are 5 ms in each 100 ms. From 1 (the least that the kernel takes) to 100. */
	readonly percent: number;
	/** Default `app1`. */
	readonly upstream?: string;
}

const periodMicroseconds = 100_000;
const noQuota = -1;

/**
 * The app's container gets a small part of a core.
 * @example cpuQuota({percent: 1})
 */
export function cpuQuota(options: CpuQuotaOptions): Fault {
	const {percent, upstream = 'app1'} = options;
	const counter = {part: upstream, name: 'cpu.throttled', field: 'nr_throttled'};
	return makeFault({
		kind: 'cpu-quota',
		options: {...options, upstream},
		checkers: {percent: required(number({min: 1, max: 100})), upstream: string},
		describe: `the container of ${upstream} gets ${percent} % of a core`,
		effect: {withinMs: 500, goneWithinMs: 500},
		upstreams: [upstream],
		async inject(context) {
			const {topology} = context;
			const target = targetUpstream(topology, upstream);
			const {container} = target;
			const quota = {cpuQuota: Math.round((percent / 100) * periodMicroseconds), cpuPeriod: periodMicroseconds};
			await recordCgroupCounter(context, counter, 'before');
			const undo = await topology.runtime.recordUndo({do: 'update', container: container.id, limits: {cpuQuota: noQuota}});
			const effective = await topology.reported(container, 'update', async () => await container.update(quota));
			return armed({
				effective,
				evidence: `the engine reported the new quota of ${upstream}`,
				async clear() {
					const gone = await topology.reported(container, 'update', async () => await container.update({cpuQuota: noQuota}));
					await undo.done();
					await recordCgroupCounter(context, counter, 'after');
					return {...gone, evidence: `the engine reported the quota of ${upstream} as gone`};
				},
				witness: growthWitness(counter, 'periods of 100 ms in which the kernel kept it waiting'),
			});
		},
	});
}
