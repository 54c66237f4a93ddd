// Did anything crash or restart: an app, a worker of its server, the gateway?
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {no, yes} from '../check.ts';
import type {Check} from '../check.ts';
import {containerLine, processLine} from '../process-lines.ts';
import {containerEvents} from '../run/lives.ts';

export const keptRunning: Check = {
	name: 'kept-running',
	question: 'Did everything run on, without a crash, a restart or a reload?',
	answer(evidence) {
		const {events} = evidence;
		const told = [
			...containerEvents(evidence, 'app', 'die', 'start').map(containerLine),
			...containerEvents(evidence, 'gateway', 'die', 'start').map(containerLine),
			...evidence.lives
				.flatMap((life) => [...life.exits, ...(life.gaveUp === null ? [] : [life.gaveUp])])
				.slice(0, 3)
				.map(processLine),
			...eventsOfKind(events, 'gateway-log')
				.filter(({lifecycle}) => lifecycle === 'worker-killed' || lifecycle === 'reloaded')
				.slice(0, 2)
				.map(({raw}) => raw),
			...eventsOfKind(events, 'server-log')
				.filter(({meaning}) => meaning === 'worker-killed' || meaning === 'reloaded' || meaning === 'request-timeout')
				.slice(0, 2)
				.map(({raw}) => raw),
		];
		return told.length > 0 ? no(...told) : yes('neither the engine, nor a supervisor, nor a log tells of an end or a reload');
	},
};
