// When the parts of a run were down, and which requests that touched.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {outOfMemoryKills} from '../../timeline/out-of-memory-kills.ts';
import type {ContainerEvent, CounterEvent, ProcessEvent} from '../../timeline/timeline.ts';
import {processLine} from '../process-lines.ts';
import type {RunEvidence} from './evidence.ts';
import {lastApp} from './last-app.ts';
import type {Trouble} from './trouble.ts';

/** What became of one app's processes. */
export interface AppLife {
	readonly part: string;
	/** How its processes ended: one way for a life, so that no two rules explain the same end. */
	readonly how: 'alive' | 'with-its-container' | 'out-of-memory' | 'does-not-start' | 'crash-loop' | 'killed' | 'stopped';
	readonly events: readonly ProcessEvent[];
	/** Ends that were seen, with wait statuses. */
	readonly exits: readonly ProcessEvent[];
	/** Ports that opened between an end and the next start: whoever listens then is not the app. */
	readonly openedByOthers: readonly ProcessEvent[];
	/** Ends of processes that never opened their port. */
	readonly endedUnopened: readonly ProcessEvent[];
	/** From the first sign of its end to its open port, or to the end of the run. */
	readonly downs: readonly {readonly fromMs: number; readonly toMs: number}[];
	readonly gaveUp: ProcessEvent | null;
}

export function appLives(evidence: Pick<RunEvidence, 'events' | 'span'>): readonly AppLife[] {
	const ofApps = eventsOfKind(evidence.events, 'process').filter(({part}) => part.startsWith('app'));
	const gone = new Set(containerEvents(evidence, 'app', 'die').map(({part}) => part));
	const starved = new Set(outOfMemoryKills(evidence.events).map(({part}) => part));
	return [...Map.groupBy(ofApps, ({part}) => part)].map(([part, events]) => {
		const life = lifeOf(part, events, evidence.span.toMs);
		const how = gone.has(part) ? 'with-its-container' : starved.has(part) ? 'out-of-memory' : howItEnded(life);
		return {...life, how};
	});
}

/** As a shell tells them: 0, and 128 and the number of SIGTERM. */
const asTold = new Set([0, 143]);

/** Who is killed loses port and life at once; who closes the port first was about to end. */
const graceMs = 100;

function howItEnded({events, exits, endedUnopened}: Omit<AppLife, 'how'>): AppLife['how'] {
	if (exits.length === 0) return 'alive';
	if (endedUnopened.some(({exitCode}) => exitCode !== 0)) return 'does-not-start';
	const crashes = exits.filter((exit) => !asTold.has(exit.exitCode ?? -1) && !outlivedItsGrace(exit, events));
	return crashes.length > 1 ? 'crash-loop' : crashes.length === 1 ? 'killed' : 'stopped';
}

/** It was told to stop, closed its port, and was killed when it was not done in time. */
function outlivedItsGrace(exit: ProcessEvent, events: readonly ProcessEvent[]): boolean {
	const before = events.slice(0, events.indexOf(exit)).findLast(({what}) => what === 'port-closed' || what === 'port-open');
	return exit.signal === 'SIGKILL' && before?.what === 'port-closed' && exit.atMs - before.atMs - exit.uncertaintyMs > graceMs;
}

function lifeOf(part: string, events: readonly ProcessEvent[], endMs: number): Omit<AppLife, 'how'> {
	const downs: {fromMs: number; toMs: number}[] = [];
	const openedByOthers: ProcessEvent[] = [];
	const endedUnopened: ProcessEvent[] = [];
	let downFromMs: number | null = null;
	let spawned = true;
	let opened = true;
	for (const event of events) {
		if (event.what === 'exited' || event.what === 'port-closed') {
			downFromMs ??= event.atMs;
			if (event.what === 'exited') {
				if (!opened) endedUnopened.push(event);
				spawned = false;
			}
		} else if (event.what === 'spawned') {
			spawned = true;
			opened = false;
		} else if (event.what === 'port-open') {
			opened = true;
			if (!spawned) openedByOthers.push(event);
			if (downFromMs !== null) downs.push({fromMs: downFromMs, toMs: event.atMs});
			downFromMs = null;
		}
	}

	if (downFromMs !== null) downs.push({fromMs: downFromMs, toMs: endMs});
	return {
		part,
		events,
		exits: events.filter(({what}) => what === 'exited'),
		openedByOthers,
		endedUnopened,
		downs,
		gaveUp: events.find(({what}) => what === 'gave-up') ?? null,
	};
}

export function containerEvents(
	{events}: Pick<RunEvidence, 'events'>,
	part: 'app' | 'gateway',
	...actions: readonly ContainerEvent['action'][]
) {
	return eventsOfKind(events, 'container').filter((event) => event.part.startsWith(part) && actions.includes(event.action));
}

/** How much a counter grew over the run; a counter that was read once counts from nothing. */
export function growth({events}: RunEvidence, name: string): {readonly by: number; readonly events: readonly CounterEvent[]} {
	const read = eventsOfKind(events, 'counter').filter((event) => event.name === name || event.name.startsWith(`${name}.`));
	const before = read.find((event) => event.name.endsWith('.before'))?.value ?? 0;
	const after = read.findLast((event) => !event.name.endsWith('.before'))?.value ?? before;
	return {by: after - before, events: read};
}

/** Requests under way in one of the spans, or sent soon after it: gateways leave an upstream out for a while. */
export function touched(
	troubles: readonly Trouble[],
	spans: readonly {readonly fromMs: number; readonly toMs: number}[],
	{afterMs, beforeMs = 250}: {readonly afterMs: number; readonly beforeMs?: number},
): readonly Trouble[] {
	return troubles.filter(({sentMs, endMs}) => spans.some(({fromMs, toMs}) => sentMs <= toMs + afterMs && endMs >= fromMs - beforeMs));
}

/** Without those that failed at another app than these, or that it answered with an error itself: one that is down is no reason for that. */
export function notAtAnother(evidence: RunEvidence, troubles: readonly Trouble[], parts: Iterable<string>): readonly Trouble[] {
	const down = new Set(parts);
	const app = lastApp(evidence);
	return troubles.filter((trouble) => {
		const last = trouble.what === 'failed' ? app(trouble) : null;
		return last === null || down.has(last);
	});
}

/** Those touched by an app that was down, and by what the gateway remembers of it. */
export function touchedByDowns(evidence: RunEvidence, troubles: readonly Trouble[], lives: readonly AppLife[]): readonly Trouble[] {
	const near = touched(
		troubles,
		lives.flatMap(({downs}) => downs),
		{afterMs: memoryMs(evidence)},
	);
	return notAtAnother(
		evidence,
		near,
		lives.map(({part}) => part),
	);
}

/** The first things that happened in these lives, as evidence. */
export function lifeLines(lives: readonly AppLife[]): readonly string[] {
	return lives
		.flatMap(({events}) => events)
		.slice(0, 5)
		.map(processLine);
}

/** How long a gateway may remember that an upstream had failed, and what it had answered. */
export function memoryMs({gateway}: RunEvidence): number {
	const {failTimeoutMs, maxFails, errorCacheMs, healthCheck, resolver} = gateway.options;
	return (
		1500 +
		(maxFails > 0 ? failTimeoutMs : 0) +
		(errorCacheMs ?? 0) +
		(healthCheck === null ? 0 : healthCheck.intervalMs * (healthCheck.passAfter + 1)) +
		(resolver?.validMs ?? 0)
	);
}
