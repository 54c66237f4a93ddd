// The on-disk form of a Timeline but for its samples: `head` is one JSON object, `events` one event a line, so that a run that was
// cut short can be read up to its last whole line. Text in, text out; the caller reads and writes the files.
import {GatequakeError} from '../error.ts';
import type {SampleSet} from './sample.ts';
import type {Timeline, TimelineEvent} from './timeline.ts';

export interface TimelineText {
	/** JSON, ends with a line feed. */
	readonly head: string;
	/** NDJSON, ends with a line feed unless empty. */
	readonly events: string;
}

export function encodeTimeline(timeline: Timeline): TimelineText {
	const {events, samples: _keptApart, ...head} = timeline;
	return {
		head: `${JSON.stringify(head, undefined, '\t')}\n`,
		events: events.map((event) => `${JSON.stringify(event)}\n`).join(''),
	};
}

export function decodeTimeline(text: TimelineText, samples: SampleSet): Timeline {
	const head: unknown = parse(text.head, 'the head of the timeline');
	if (!isHead(head)) {
		throw new GatequakeError('expected a timeline with schemaVersion 1, but the head of the saved run is something else', {
			code: 'TIMELINE_UNREADABLE',
			hint: 'judge a folder that this version of gatequake wrote',
			exitCode: 2,
		});
	}

	const lines = text.events.split('\n');
	const events = lines.flatMap((line, index) => {
		if (line === '') return [];
		// Only the last line can be half: lines are appended whole, and what follows the last line feed was being written.
		if (index === lines.length - 1) return [];
		const event = parse(line, `line ${index + 1} of the timeline's events`);
		return isEvent(event) ? [event] : [];
	});
	return {...head, events, samples};
}

function isHead(value: unknown): value is Omit<Timeline, 'events' | 'samples'> {
	return typeof value === 'object' && value !== null && 'schemaVersion' in value && value.schemaVersion === 1 && 'plan' in value;
}

// The rest of an event is what encodeTimeline wrote; the head's schemaVersion vouches for it.
function isEvent(value: unknown): value is TimelineEvent {
	return typeof value === 'object' && value !== null && 'kind' in value && 'atMs' in value && typeof value.atMs === 'number';
}

function parse(text: string, what: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new GatequakeError(`expected JSON in ${what}, but it reads ${JSON.stringify(text.slice(0, 60))}`, {
			code: 'TIMELINE_UNREADABLE',
			hint: 'the saved run is damaged: run the scenario again',
			exitCode: 2,
			cause: error,
		});
	}
}
