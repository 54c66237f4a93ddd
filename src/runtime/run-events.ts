// What the engine reports about the containers of one run, from the moment of subscription on. One stream serves all listeners.
import {Readable} from 'node:stream';
import type Docker from 'dockerode';
import {anchorPart, partLabel, runLabel} from './labels.ts';
import {withDeadline} from './engine.ts';
import type {EngineEvent} from './runtime.ts';

export interface RunEvents {
	listen(listener: (event: EngineEvent) => void): {dispose(): void};
	close(): void;
}

export async function subscribeRunEvents(docker: Docker, runId: string): Promise<RunEvents> {
	const stream = await withDeadline(
		docker.getEvents({filters: {type: ['container'], label: [`${runLabel}=${runId}`]}}),
		10_000,
		'open its event stream',
	);
	const listeners = new Set<(event: EngineEvent) => void>();
	let rest = '';
	stream.setEncoding('utf8');
	stream.on('data', (text: string) => {
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		for (const event of lines.flatMap(parseEngineEvent)) {
			for (const listener of listeners) listener(event);
		}
	});
	// A stream that breaks is missed by nobody for long: the next call to the engine fails and says why.
	stream.on('error', () => {});
	return {
		listen(listener) {
			listeners.add(listener);
			return {dispose: () => void listeners.delete(listener)};
		},
		close() {
			listeners.clear();
			if (stream instanceof Readable) stream.destroy();
		},
	};
}

/** One line of the engine's event stream; nothing for the anchor's own life and for the harness's own exec calls. */
export function parseEngineEvent(line: string): EngineEvent[] {
	if (line.trim() === '') return [];
	// The shape is /events of the engine's API 1.41: Action, Actor {ID, Attributes}, timeNano.
	const {Action, Actor, timeNano}: {Action: string; Actor: {ID: string; Attributes: Record<string, string>}; timeNano: number} =
		JSON.parse(line);
	const part = Actor.Attributes[partLabel];
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
