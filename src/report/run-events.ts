// What happened in a run beside its requests: containers, processes, and the logs of the gateway and of app servers. A line that a gateway writes for each of
// thousands of failed requests becomes one entry with its count, so that the page can show them all.
import {eventsOfKind} from '../timeline/events-of-kind.ts';
import type {ContainerEvent, GatewayLogEvent, ProcessEvent, ServerLogEvent, Timeline} from '../timeline/timeline.ts';
import type {RunEvent} from './report.ts';

/** Lines of one shape closer than this are one entry. */
const joinMs = 1000;
const limits = {others: 200, logs: 200, length: 400};

export function runEvents({events}: Pick<Timeline, 'events'>): readonly RunEvent[] {
	const others = events.flatMap((event) => {
		switch (event.kind) {
			case 'container':
				return [entry(event, containerText(event))];
			case 'process':
				return [entry(event, processText(event))];
			case 'counter':
				// A counter that counted nothing is no event.
				return event.value === 0 ? [] : [entry(event, `${event.name} = ${event.value}`)];
			default:
				return [];
		}
	});
	const logs = joined([...eventsOfKind(events, 'gateway-log'), ...eventsOfKind(events, 'server-log')]);
	return [...others.slice(0, limits.others), ...logs.slice(0, limits.logs)].toSorted((a, b) => a.atMs - b.atMs);
}

function containerText({action, exitCode, signal}: ContainerEvent): string {
	return words([action, exitCode === undefined ? '' : `exit code ${exitCode}`, signal === undefined ? '' : `signal ${signal}`]);
}

function processText({what, pid, exitCode, signal}: ProcessEvent): string {
	return words([
		what.replace('-', ' '),
		pid === undefined ? '' : `pid ${pid}`,
		exitCode === undefined ? '' : `exit code ${exitCode}`,
		signal === undefined ? '' : signal,
	]);
}

function words(parts: readonly string[]): string {
	return parts.filter((part) => part !== '').join(', ');
}

function joined(lines: readonly (GatewayLogEvent | ServerLogEvent)[]): readonly RunEvent[] {
	const done: RunEvent[] = [];
	const open = new Map<string, number>();
	for (const line of lines) {
		const {part = 'gateway'} = line;
		const shape = `${part} ${line.raw.replaceAll(/[0-9a-f]*\d[0-9a-f]*/gi, '#')}`;
		const place = open.get(shape);
		const before = place === undefined ? undefined : done[place];
		if (place !== undefined && before !== undefined && line.atMs - before.toMs <= joinMs) {
			done[place] = {...before, toMs: rounded(line.atMs), count: before.count + 1};
		} else {
			open.set(shape, done.length);
			done.push(entry({...line, kind: 'log', part}, line.raw));
		}
	}

	return done;
}

function entry({kind, part, atMs, uncertaintyMs}: Pick<RunEvent, 'kind' | 'part' | 'atMs' | 'uncertaintyMs'>, text: string): RunEvent {
	return {
		kind,
		part,
		atMs: rounded(atMs),
		toMs: rounded(atMs),
		uncertaintyMs: rounded(uncertaintyMs),
		count: 1,
		text: text.length <= limits.length ? text : `${text.slice(0, limits.length - 1)}…`,
	};
}

function rounded(ms: number): number {
	return Math.round(ms * 1000) / 1000;
}
