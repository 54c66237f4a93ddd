// OOM loop: the kernel kills the processes of an app for memory again and again. A restart is no cure, and what looks like a crash is a limit.
import {outOfMemoryKills} from '../timeline/out-of-memory-kills.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {Facts} from './facts.ts';
import {milliseconds} from './words.ts';

/** Fewer are an accident. */
const killsOfALoop = 2;

export function findOomLoop({events}: Pick<Timeline, 'events'>, {windows}: Facts): string | null {
	const kills = outOfMemoryKills(events).filter(({exit}) => exit.atMs >= windows.baseline.fromMs);
	const [part] = loopingParts(kills.map((kill) => kill.part));
	if (part === undefined) return null;
	const times = kills.filter((kill) => kill.part === part).map(({exit}) => exit.atMs);
	const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
	return `OOM loop: the kernel killed ${part} for memory ${times.length} times within ${milliseconds(spanMs)}`;
}

/** Parts that were killed for memory so often that it is a loop. */
export function loopingParts(killed: readonly string[]): readonly string[] {
	return [...new Set(killed)].filter((part) => killed.filter((other) => other === part).length >= killsOfALoop);
}
