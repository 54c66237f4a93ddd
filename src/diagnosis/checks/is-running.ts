// Is the process of each app running?
import {no, unknown, yes} from '../check.ts';
import type {Check} from '../check.ts';
import {containerLine, processLine} from '../process-lines.ts';
import {containerEvents} from '../run/lives.ts';

export const isRunning: Check = {
	name: 'is-running',
	question: 'Is the app’s process running, all the time?',
	answer(evidence) {
		const stopped = containerEvents(evidence, 'app', 'die', 'pause');
		const ended = evidence.lives.flatMap(({exits}) => exits);
		if (stopped.length + ended.length > 0) return no(...stopped.slice(0, 2).map(containerLine), ...ended.slice(0, 3).map(processLine));
		return evidence.upstreams.length === 0
			? unknown('no app was watched')
			: yes(`neither its supervisor nor the engine saw an end of ${evidence.upstreams.map(({name}) => name).join(', ')}`);
	},
};
