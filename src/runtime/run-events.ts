// What the engine reports about the containers of one run, from the moment of subscription on. One stream serves all listeners.
import {Readable} from 'node:stream';
import type Docker from 'dockerode';
import {anchorPart, partLabel, runLabel} from './labels.ts';
import {withDeadline} from './engine.ts';
import type {EngineEvent} from './runtime.ts';

export interface RunEvents {
	listen(listener: (event: EngineEvent) => void): {dispose(): void};
	/** A container without the run's label is one of its parts from now on. */
	follow(containerId: string, part: string): Promise<void>;
	close(): void;
}

export async function subscribeRunEvents(docker: Docker, runId: string): Promise<RunEvents> {
	const listeners = new Set<(event: EngineEvent) => void>();
	const streams: NodeJS.ReadableStream[] = [];
	const parts = new Map<string, string>();
	const subscribe = async (filter: Readonly<Record<string, readonly string[]>>) => {
		const stream = await withDeadline(
			docker.getEvents({filters: JSON.stringify({type: ['container'], ...filter})}),
			10_000,
			'open its event stream',
		);
		streams.push(stream);
		let rest = '';
		stream.setEncoding('utf8');
		stream.on('data', (text: string) => {
			const lines = (rest + text).split('\n');
			rest = lines.pop() ?? '';
			for (const event of lines.flatMap((line) => parseEngineEvent(line, parts))) {
				for (const listener of listeners) listener(event);
			}
		});
		// A stream that breaks is missed by nobody for long: the next call to the engine fails and says why.
		stream.on('error', () => {});
	};

	await subscribe({label: [`${runLabel}=${runId}`]});
	return {
		async follow(containerId, part) {
			const isNew = !parts.has(containerId);
			parts.set(containerId, part);
			if (isNew) await subscribe({container: [containerId]});
		},
		listen(listener) {
			listeners.add(listener);
			return {dispose: () => void listeners.delete(listener)};
		},
		close() {
			listeners.clear();
			for (const stream of streams) {
				if (stream instanceof Readable) stream.destroy();
			}
		},
	};
}

/**
 * One line of the engine's event stream; nothing for the anchor's own life and for the harness's own exec calls. `parts`: of containers that
 * do not carry the name of their part, by id.
 */
export function parseEngineEvent(line: string, parts: ReadonlyMap<string, string> = new Map()): EngineEvent[] {
	if (line.trim() === '') return [];
	// The shape is /events of the engine's API 1.41: Action, Actor {ID, Attributes}, timeNano.
	const {Action, Actor, timeNano}: {Action: string; Actor: {ID: string; Attributes: Record<string, string>}; timeNano: number} =
		JSON.parse(line);
	const part = parts.get(Actor.ID) ?? Actor.Attributes[partLabel];
	const action = Action.split(':', 1)[0] ?? Action;
	if (part === undefined || part === anchorPart || action.startsWith('exec_')) return [];
	const {exitCode, signal} = Actor.Attributes;
	return [
		{
			part,
			containerId: Actor.ID,
			action,
			wallMs: timeNano / 1e6,
			...(exitCode === undefined ? {} : {exitCode: Number(exitCode)}),
			...(signal === undefined ? {} : {signal}),
		},
	];
}
