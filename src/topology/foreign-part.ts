// A container that is none of ours as a part of a topology: the engine acts on it, and a helper in its network namespace, put beside it and
// not into it, reads the kernel's tables there and changes what a fault on packets asks for. When the container is started again it has
// another namespace, and gets another helper.
import {setTimeout as sleep} from 'node:timers/promises';
import {GatequakeError, exitCodes} from '../error.ts';
import type {ForeignContainer} from '../runtime/runtime.ts';
import type {Instant} from '../timeline/timeline.ts';
import {socketLines} from './socket-lines.ts';
import type {SocketLine} from './socket-lines.ts';
import type {NetworkHelper, TimelineClock} from './topology.ts';

export interface ForeignPart {
	readonly name: string;
	readonly attached: ForeignContainer;
	/** Where it listens. */
	readonly port: number;
	/** In the namespace that it has now. */
	readonly helper: NetworkHelper;
	sockets(): Promise<Instant & {readonly lines: readonly SocketLine[]; readonly source: string}>;
	waitForPort(state: 'open' | 'closed', sinceMs: number, timeoutMs: number): Promise<Instant>;
}

export interface ForeignPartOptions {
	readonly name: string;
	readonly attached: ForeignContainer;
	/** Null where it is to be found out. */
	readonly port: number | null;
	readonly clock: Pick<TimelineClock, 'fromWallMs'>;
	/** Starts a helper in the namespace that the container has now, which has tried what it needs. */
	readonly startHelper: () => Promise<NetworkHelper>;
}

/** Not every kernel has the second one. */
const tables = {argv: ['sh', '-c', 'cat /proc/net/tcp; cat /proc/net/tcp6 2>/dev/null || true']} as const;
const betweenLooksMs = 20;

/** @throws GatequakeError `NO_PORT` where it does not listen, or on several ports and none is named. */
export async function foreignPart({name, attached, port: given, clock, startHelper}: ForeignPartOptions): Promise<ForeignPart> {
	let helper = await startHelper();
	let {startedAt} = attached.facts;
	/** Whether it runs; its helper is then one in its own namespace. */
	const renewed = async (): Promise<boolean> => {
		const now = await attached.look();
		if (now.running && now.startedAt !== startedAt) {
			helper = await startHelper();
			startedAt = now.startedAt;
		}

		return now.running;
	};
	const sockets = async () => {
		const {atMs, uncertaintyMs, stdout} = await helper.run(tables);
		return {atMs, uncertaintyMs, lines: socketLines(stdout), source: `/proc/net/tcp and tcp6 in the network namespace of ${name}`};
	};

	const port = portOf(name, attached, given, (await sockets()).lines);
	return {
		name,
		attached,
		port,
		get helper() {
			return helper;
		},
		sockets,
		async waitForPort(state, sinceMs, timeoutMs) {
			let before = sinceMs;
			// What was started again did not listen before that.
			const notBefore = () => Math.max(before, state === 'open' ? clock.fromWallMs(Date.parse(startedAt)) : before);
			const until = performance.now() + timeoutMs;
			for (;;) {
				const isThere = state === 'closed' || (await renewed());
				const {atMs, uncertaintyMs, lines} = await sockets();
				const isOpen = isThere && lines.some((line) => line.isListening && line.localPort === port);
				if (isOpen === (state === 'open')) {
					const from = Math.min(notBefore(), atMs);
					return {atMs: (from + atMs) / 2, uncertaintyMs: (atMs - from) / 2 + uncertaintyMs};
				}

				before = atMs;
				if (performance.now() > until) {
					throw new GatequakeError(`waited ${timeoutMs} ms for port ${port} of ${name} to be ${state}, and it was not`, {code: 'NOT_SEEN'});
				}

				await sleep(betweenLooksMs);
			}
		},
	};
}

function portOf(name: string, {facts}: ForeignContainer, given: number | null, lines: readonly SocketLine[]): number {
	const listening = [...new Set(lines.filter((line) => line.isListening && !line.isLoopback).map(({localPort}) => localPort))];
	const candidates = listening.length > 1 ? listening.filter((port) => facts.exposed.includes(port)) : listening;
	const [port] = given === null ? candidates : listening.filter((candidate) => candidate === given);
	if (port !== undefined && (given !== null || candidates.length === 1)) return port;
	const words = listening.length === 0 ? 'it listens on none' : `it listens on ${listening.toSorted((a, b) => a - b).join(', ')}`;
	throw new GatequakeError(`expected ${facts.name} (${name}) to listen on ${given === null ? 'one port' : `port ${given}`}, and ${words}`, {
		code: 'NO_PORT',
		exitCode: exitCodes.usage,
		hint: listening.length > 1 ? `say which: '${facts.name}:${listening[0]}'` : `docker logs ${facts.name} says what it does`,
	});
}
