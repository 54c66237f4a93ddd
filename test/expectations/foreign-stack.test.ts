// What can be said of requests on a stack that is not ours, where no app marks its answers and none keeps a journal.
import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import type {Cause, Timeline, TimelineEvent} from '../../src/timeline/timeline.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';
import type {SyntheticAnswer} from '../helpers/timeline-builder.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

const stack = {
	by: 'attach',
	composeFile: null,
	url: 'http://proxy/',
	containers: {gateway: 'proxy', app1: 'api'},
	ownStatuses: [522],
} as const;

/** Nothing but what such a stack gives: no journal, no header, and a log where there is one. */
function attribution(answer: Partial<SyntheticAnswer>, log: 'read' | 'none' = 'none'): ReturnType<typeof readFacts>['attribution'] {
	const timeline = buildTimeline({
		plan: {stack},
		fault: {fromMs: 3000, toMs: 6000, treat: ({normalEndMs}) => ({endMs: normalEndMs, byApp: false, ...answer})},
	});
	return readFacts(foreign(timeline, log)).attribution;
}

function foreign(timeline: Timeline, log: 'read' | 'none'): Timeline {
	const isKnown = ({kind}: TimelineEvent) => kind !== 'journal' && (log === 'read' || (kind !== 'access' && kind !== 'gateway-log'));
	return {...timeline, events: timeline.events.filter(isKnown)};
}

const refused: Cause = 'connection_refused';

test('an error is the gateway’s where its log names a cause for it, and nobody’s that is known where there is no log', (t) => {
	const answer = {status: 502, cause: refused};
	const {gateway, unknown} = attribution(answer, 'read');
	t.true(gateway > 500 && unknown === 0);
	t.like(attribution(answer), {gateway: 0, upstream: 0});
});

test('an error is an upstream’s where the gateway’s log has that status of it', (t) => {
	const {upstream, gateway} = attribution({status: 500, upstreamStatus: 500, cause: null}, 'read');
	t.true(upstream > 500 && gateway === 0);
});

test('a status that no upstream answers is the gateway’s, without any log', (t) => {
	t.like(attribution({status: 522}), {unknown: 0, upstream: 0});
	t.like(attribution({status: 502}), {gateway: 0, upstream: 0});
});

test('a client that got nothing in time does not know who was slow, and one that was refused was so by its only peer', (t) => {
	t.like(attribution({outcome: 'timeout-first-byte', status: 0}), {gateway: 0, upstream: 0});
	t.like(attribution({outcome: 'refused', status: 0}), {unknown: 0, upstream: 0});
});

test('a whole answer with 2xx is good, though no app has marked it', (t) => {
	const {windows} = readFacts(
		foreign(
			buildTimeline({plan: {stack}, fault: {fromMs: 0, toMs: 1e9, treat: ({normalEndMs}) => ({endMs: normalEndMs, byApp: false})}}),
			'none',
		),
	);
	t.is(windows.baseline.good, windows.baseline.intended);
});

test('an error of which nobody knows who made it is no failure of what says that the gateway did: it is not known', (t) => {
	const treated = {
		plan: {stack},
		fault: {fromMs: 3000, toMs: 6000, treat: ({normalEndMs}: {normalEndMs: number}) => ({endMs: normalEndMs, byApp: false, status: 502})},
	};
	const byGateway = expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.9, 1]});
	const {verdict, observed} = judgeExpectation(foreign(buildTimeline(treated), 'none'), byGateway);
	t.is(verdict, 'inconclusive');
	t.regex(observed, /600 of which it is not known who made them/);
});
