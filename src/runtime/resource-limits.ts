// Resource limits in the engine's words, and back.

/** In the engine's words: what is not named is not changed. */
export interface ResourceLimits {
	/** Memory, and memory and swap together. -1: none. */
	readonly memoryBytes?: number;
	/** Microseconds of a core in each period. -1: none. */
	readonly cpuQuota?: number;
	readonly cpuPeriod?: number;
	/** Billionths of a core: what people write as `cpus`. The engine takes no quota beside it. */
	readonly nanoCpus?: number;
}

/** Swap is always set equal to memory: a leak that may swap is killed late or never. */
export function resourceLimits({memoryBytes, cpuQuota, cpuPeriod, nanoCpus}: ResourceLimits): Readonly<Record<string, number>> {
	return {
		...(memoryBytes === undefined ? {} : {Memory: memoryBytes, MemorySwap: memoryBytes}),
		...(cpuQuota === undefined ? {} : {CpuQuota: cpuQuota}),
		...(cpuPeriod === undefined ? {} : {CpuPeriod: cpuPeriod}),
		...(nanoCpus === undefined ? {} : {NanoCpus: nanoCpus}),
	};
}

/** The kernel's own default. */
const periodMicroseconds = 100_000;

/** As the engine tells them of a container. Its 0 is "none", which it would take for "not changed". */
export function cpuLimitsOf(host: {
	readonly CpuQuota?: number | undefined;
	readonly CpuPeriod?: number | undefined;
	readonly NanoCpus?: number | undefined;
}): ResourceLimits {
	const {CpuQuota: quota = 0, CpuPeriod: period = 0, NanoCpus: nanoCpus = 0} = host;
	if (nanoCpus > 0) return {nanoCpus};
	return {cpuQuota: quota > 0 ? quota : -1, cpuPeriod: period > 0 ? period : periodMicroseconds};
}
