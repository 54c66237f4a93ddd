import test from 'ava';
import {decodeTimeline, encodeTimeline} from '../../src/timeline/timeline-file.ts';
import {buildTimeline, killed} from '../helpers/timeline-builder.ts';

const timeline = buildTimeline({fault: killed()});

test('what was encoded is decoded to the same timeline', (t) => {
	const text = encodeTimeline(timeline);
	t.false(text.head.includes('dueMs'), 'samples are kept apart');
	t.is(text.events.split('\n').length, timeline.events.length + 1);
	t.deepEqual(decodeTimeline(text, timeline.samples), timeline);
});

test('a last line that was cut in the middle is left out', (t) => {
	const {head, events} = encodeTimeline(timeline);
	const decoded = decodeTimeline({head, events: events.slice(0, -5)}, timeline.samples);
	t.deepEqual(decoded.events, timeline.events.slice(0, -1));
});

test('a damaged line, and a head of another version, are said with what came', (t) => {
	const {head, events} = encodeTimeline(timeline);
	const damaged = t.throws(() => decodeTimeline({head, events: `{"kind":\n${events}`}, timeline.samples), {code: 'TIMELINE_UNREADABLE'});
	t.is(damaged?.message, `expected JSON in line 1 of the timeline's events, but it reads "{\\"kind\\":"`);
	t.throws(() => decodeTimeline({head: '{"schemaVersion":2,"plan":{}}', events}, timeline.samples), {code: 'TIMELINE_UNREADABLE'});
	t.throws(() => decodeTimeline({head: 'null', events}, timeline.samples), {code: 'TIMELINE_UNREADABLE'});
});
