// The app's container gets less of the processor: a quota in each period of 100 ms, and when it is used up the kernel keeps all its processes
// waiting until the next one. Nothing fails by itself; everything takes its time.
import {GatequakeError, exitCodes} from '../error.ts';
import {number, required, string} from '../expectations/options.ts';
import type {ResourceLimits} from '../runtime/runtime.ts';
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
const nanoCpusPerPercent = 10_000_000;

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
		onForeign: true,
		async inject(context) {
			const {topology} = context;
			const target = targetUpstream(topology, upstream);
			const {container} = target;
			// Somebody else's container may have limits of its own.
			const {cpuLimits: before} = await container.inspect();
			refuseMore(upstream, percent, before);
			const quota =
				before.nanoCpus === undefined
					? {cpuQuota: Math.round((percent / 100) * periodMicroseconds), cpuPeriod: periodMicroseconds}
					: {nanoCpus: Math.round(percent * nanoCpusPerPercent)};
			await recordCgroupCounter(context, counter, 'before');
			const undo = await topology.runtime.recordUndo({do: 'update', container: container.id, limits: before});
			const effective = await topology.reported(container, 'update', async () => await container.update(quota));
			return armed({
				effective,
				evidence: `the engine reported the new quota of ${upstream}`,
				async clear() {
					const gone = await topology.reported(container, 'update', async () => await container.update(before));
					await undo.done();
					await recordCgroupCounter(context, counter, 'after');
					return {...gone, evidence: `the engine reported the processor of ${upstream} as limited no more than before`};
				},
				witness: growthWitness(counter, 'periods of 100 ms in which the kernel kept it waiting'),
			});
		},
	});
}

/** Less is taken, and never more given. @throws GatequakeError `NO_LESS`. */
function refuseMore(upstream: string, percent: number, {nanoCpus, cpuQuota: quota = -1, cpuPeriod: period = 1}: ResourceLimits): void {
	const now = nanoCpus === undefined ? (quota < 0 ? Infinity : (quota / period) * 100) : nanoCpus / nanoCpusPerPercent;
	if (percent < now) return;
	throw new GatequakeError(`expected ${upstream} to have more than ${percent} % of a core, and its limit is ${now} %`, {
		code: 'NO_LESS',
		exitCode: exitCodes.usage,
		hint: `cpuQuota({percent}) with less than ${now}`,
	});
}
