import test from 'ava';
import {eventsOfKind} from '../../src/timeline/events-of-kind.ts';
import type {TimelineEvent} from '../../src/timeline/timeline.ts';
import {buildTimeline, killed} from '../helpers/timeline-builder.ts';

test('they are those of their kind, in their order', (t) => {
	const {events} = buildTimeline({fault: killed()});
	for (const kind of ['mark', 'journal', 'gateway-log', 'container'] as const) {
		t.deepEqual(
			eventsOfKind(events, kind),
			events.filter((event) => event.kind === kind),
		);
	}
});

test('what was added since is there', (t) => {
	const {events} = buildTimeline();
	const growing: TimelineEvent[] = events.slice(0, 10);
	const before = eventsOfKind(growing, 'mark').length;
	growing.push(...events.slice(10));
	t.true(eventsOfKind(growing, 'mark').length > before);
});
