import test from 'ava';
import {resourceLimits} from '../../src/runtime/resource-limits.ts';

test('swap is limited with memory, so that a leak is killed and not swapped out', (t) => {
	t.deepEqual(resourceLimits({memoryBytes: 1024}), {Memory: 1024, MemorySwap: 1024});
});

test('what is not named is not changed', (t) => {
	t.deepEqual(resourceLimits({cpuQuota: -1}), {CpuQuota: -1});
	t.deepEqual(resourceLimits({}), {});
});
