// Flapping: a service that goes down and comes back again and again. By the kernel's table of listening sockets where an app's process does so;
// by what clients saw where the processes stay and it is somebody's health check that swings.
import {outOfMemoryKills} from '../timeline/out-of-memory-kills.ts';
import type {ProcessEvent, Timeline} from '../timeline/timeline.ts';
import type {Facts} from './facts.ts';
import {loopingParts} from './oom-loop.ts';
import {milliseconds} from './words.ts';

/** Down and up once is a restart, twice may be two. */
const swingsOfFlapping = 3;
/** Shorter ones are single requests that failed. */
const shortestOutageMs = 200;

export function findFlapping({events}: Pick<Timeline, 'events'>, {outages, windows}: Facts): string | null {
	const explained = loopingParts(outOfMemoryKills(events).map(({part}) => part));
	const edges = events.filter(
		(event): event is ProcessEvent => event.kind === 'process' && event.what.startsWith('port-') && event.atMs >= windows.baseline.fromMs,
	);
	for (const part of new Set(edges.map((edge) => edge.part))) {
		const own = edges.filter((edge) => edge.part === part);
		const downs = own.filter(({what}) => what === 'port-closed');
		const ups = own.filter(({what}) => what === 'port-open');
		if (!explained.includes(part) && Math.min(downs.length, ups.length) >= swingsOfFlapping) {
			const spanMs = (own.at(-1)?.atMs ?? 0) - (own[0]?.atMs ?? 0);
			return `flapping: the port of ${part} was closed ${downs.length} times and open again ${ups.length} times within ${milliseconds(spanMs)}`;
		}
	}

	const felt = outages.filter(({lengthMs, edges: {to}}) => lengthMs >= shortestOutageMs && to !== null);
	const [first] = felt;
	if (explained.length > 0 || felt.length < swingsOfFlapping || first === undefined) return null;
	return `flapping: clients lost the service and had it back ${felt.length} times within ${milliseconds((felt.at(-1) ?? first).toMs - first.fromMs)}`;
}
