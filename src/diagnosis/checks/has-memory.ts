// Was there enough memory? 137 alone says nothing of it.
import {outOfMemoryKills} from '../../timeline/out-of-memory-kills.ts';
import {no, unknown, yes} from '../check.ts';
import type {Check} from '../check.ts';
import {containerLine, counterLine, processLine} from '../process-lines.ts';
import {containerEvents, growth} from '../run/lives.ts';

export const hasMemory: Check = {
	name: 'has-memory',
	question: 'Was there enough memory?',
	answer(evidence) {
		const told = [...containerEvents(evidence, 'app', 'oom'), ...containerEvents(evidence, 'gateway', 'oom')];
		const kills = outOfMemoryKills(evidence.events);
		const counted = growth(evidence, 'memory.oom_kill');
		if (told.length + kills.length > 0)
			return no(
				...told.slice(0, 2).map(containerLine),
				...kills.slice(0, 2).map(({exit}) => processLine(exit)),
				...counted.events.map(counterLine),
			);
		if (counted.events.length > 0) return yes(...counted.events.map(counterLine));
		const limits = evidence.upstreams.flatMap(({name, memoryBytes}) =>
			memoryBytes === null ? [] : [`${name}: ${Math.round(memoryBytes / 1_048_576)} MiB`],
		);
		return limits.length > 0
			? yes(`the engine told of no lack of it; limits: ${limits.join(', ')}`)
			: unknown('the engine told of no lack of it; there is no limit');
	},
};
