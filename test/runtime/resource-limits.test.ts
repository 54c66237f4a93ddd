import test from 'ava';
import {cpuLimitsOf, resourceLimits} from '../../src/runtime/resource-limits.ts';

test('swap is limited with memory, so that a leak is killed and not swapped out', (t) => {
	t.deepEqual(resourceLimits({memoryBytes: 1024}), {Memory: 1024, MemorySwap: 1024});
});

test('what is not named is not changed', (t) => {
	t.deepEqual(resourceLimits({cpuQuota: -1}), {CpuQuota: -1});
	t.deepEqual(resourceLimits({}), {});
});

test('limits of the processor are told as they would be set again: none is -1, for 0 would change nothing', (t) => {
	t.deepEqual(cpuLimitsOf({CpuQuota: 0, CpuPeriod: 0, NanoCpus: 0}), {cpuQuota: -1, cpuPeriod: 100_000});
	t.deepEqual(cpuLimitsOf({CpuQuota: 5000, CpuPeriod: 50_000}), {cpuQuota: 5000, cpuPeriod: 50_000});
	t.deepEqual(cpuLimitsOf({NanoCpus: 500_000_000}), {nanoCpus: 500_000_000});
	t.deepEqual(resourceLimits({nanoCpus: 500_000_000}), {NanoCpus: 500_000_000});
});
