// Resource limits in the engine's words. Swap is always set equal to memory: a leak that may swap is killed late or never.
export function resourceLimits(limits: {
	readonly memoryBytes?: number;
	readonly cpuQuota?: number;
	readonly cpuPeriod?: number;
}): Readonly<Record<string, number>> {
	return {
		...(limits.memoryBytes === undefined ? {} : {Memory: limits.memoryBytes, MemorySwap: limits.memoryBytes}),
		...(limits.cpuQuota === undefined ? {} : {CpuQuota: limits.cpuQuota}),
		...(limits.cpuPeriod === undefined ? {} : {CpuPeriod: limits.cpuPeriod}),
	};
}
