// Samples with a bit of everything, the same for the same count.
import {allocateSamples} from '../../src/load/collect.ts';
import {seededRandom} from '../../src/load/random.ts';
import {outcomes, type SampleSet} from '../../src/timeline/sample.ts';

export function someSamples(count: number): SampleSet {
	const random = seededRandom(1);
	const samples = allocateSamples(count);
	for (let index = 0; index < count; index++) {
		samples.dueMs[index] = 1000 + index * 2.5 + random() / 1000;
		samples.id[index] = index + 1;
		samples.sentUs[index] = index % 50 === 0 ? -1 : Math.floor(random() * 300);
		samples.firstByteUs[index] = index % 50 === 0 ? -1 : 500 + Math.floor(random() * 3000);
		samples.endUs[index] = 600 + Math.floor(random() * 3000);
		samples.status[index] = index % 50 === 0 ? 0 : 200;
		samples.outcome[index] = index % 50 === 0 ? index % outcomes.length : 0;
		samples.flags[index] = index % 8;
		samples.upstream[index] = index % 3;
	}
	return samples;
}
