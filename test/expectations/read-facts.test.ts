import test from 'ava';
import {readFacts} from '../../src/expectations/read-facts.ts';
import {mergeSampleSets} from '../../src/load/collect.ts';
import type {GeneratorMachine} from '../../src/timeline/sample.ts';
import type {SampleSet, Timeline} from '../../src/timeline/timeline.ts';
import {buildTimeline, faultFromMs, faultToMs, hung, killed, loadStartMs, treated} from '../helpers/timeline-builder.ts';
import type {SyntheticAnswer} from '../helpers/timeline-builder.ts';

test('windows run by due time from warm-up to injection, from effect to end, and on to the end of the load', (t) => {
	const {windows, inject, clear} = readFacts(buildTimeline({fault: killed()}));
	t.is(windows.baseline.fromMs, loadStartMs + 500);
	t.true(windows.baseline.toMs <= 3500 && windows.baseline.toMs > 3490);
	t.is(windows.baseline.good, windows.baseline.intended);
	t.like(windows.fault, {fromMs: faultFromMs, toMs: faultToMs, intended: 600, sent: 600, unsent: 0, good: 0, outcomes: {502: 600}});
	t.like(windows.recovery, {fromMs: faultToMs, toMs: loadStartMs + 8500});
	t.like(inject, {requestedMs: faultFromMs - 1, effectiveMs: faultFromMs});
	t.like(clear, {effectiveMs: faultToMs});
});

test('a request that was in flight when the fault came does not spoil the baseline', (t) => {
	for (let seed = 1; seed <= 50; seed++) {
		const {windows} = readFacts(
			buildTimeline({seed, fault: killed({fromMs: 3503 + seed / 10}), latencyMs: (random) => 20 + 10 * random()}),
		);
		t.is(windows.baseline.good, windows.baseline.intended);
	}
});

test('of a fault whose edges are known to 100 ms only, those stretches belong to no window of the fault', (t) => {
	const timeline = buildTimeline({fault: killed()});
	const events = timeline.events.map((event) =>
		event.kind === 'mark' && (event.name === 'inject-effective' || event.name === 'clear-effective')
			? {...event, uncertaintyMs: 100}
			: event,
	);
	const {windows} = readFacts({...timeline, events});
	t.like(windows.fault, {fromMs: faultFromMs + 100, toMs: faultToMs - 100});
	t.like(windows.recovery, {fromMs: faultToMs});
});

function machine(name: string, uncertaintyMs: number): GeneratorMachine {
	const clock = {offsetMs: 1e6, driftPpm: 3, uncertaintyMs, readings: 8};
	return {name, engine: null, intended: 1, sent: 1, latePercent: 0, lateP99Ms: 1, verdict: 'valid', startedApartMs: 0, clock};
}

/** Every other request as if another machine had sent it whose clock is off by so much, within what is said of it. */
function offBy(timeline: Timeline, offMs: number, uncertaintyMs: number): Timeline {
	const {samples, generator} = timeline;
	if (generator === null) throw new Error('expected a generator');
	const rowsOf = (parity: number) => [...samples.id.keys()].filter((row) => row % 2 === parity);
	const off = columnsOf(samples, rowsOf(1));
	return {
		...timeline,
		samples: mergeSampleSets([columnsOf(samples, rowsOf(0)), {...off, dueMs: off.dueMs.map((dueMs) => dueMs + offMs)}]),
		generator: {...generator, machines: [machine('loadgen', 0), machine('loadgen2', uncertaintyMs)]},
	};
}

function columnsOf(samples: SampleSet, rows: readonly number[]): SampleSet {
	const kept = new Set(rows);
	const of = <Column extends {filter(keep: (value: number, row: number) => boolean): Column}>(column: Column): Column =>
		column.filter((_, row) => kept.has(row));
	const id = of(samples.id);
	return {
		count: rows.length,
		dueMs: of(samples.dueMs),
		id,
		firstId: id,
		sentUs: of(samples.sentUs),
		firstByteUs: of(samples.firstByteUs),
		endUs: of(samples.endUs),
		status: of(samples.status),
		outcome: of(samples.outcome),
		flags: of(samples.flags),
		upstream: of(samples.upstream),
	};
}

test('what is known of a generator’s clock to 20 ms only is no part of a window near its edge, and widens the edges of outages', (t) => {
	for (const offMs of [-20, 20]) {
		for (let seed = 1; seed <= 10; seed++) {
			const [fromMs, toMs] = [3510 + seed, 6480 + seed];
			const timeline = offBy(buildTimeline({seed, fault: killed({fromMs, toMs})}), offMs, 20);
			const {windows, outages, recovery, inject, clear} = readFacts(timeline);
			const [outage] = outages;
			t.is(outages.length, 1);
			t.true((outage?.edges.from[0] ?? 0) <= fromMs && (outage?.edges.from[1] ?? 0) >= fromMs);
			t.true((outage?.edges.to?.[0] ?? 0) <= toMs && (outage?.edges.to?.[1] ?? 0) >= toMs);
			t.is(windows.baseline.good, windows.baseline.intended);
			t.is(windows.fault?.good, 0);
			t.is(windows.recovery?.good, windows.recovery?.intended);
			t.is(windows.fault?.fromMs, (inject?.effectiveMs ?? 0) + (inject?.uncertaintyMs ?? 0) + 20);
			t.true(recovery !== null && 'atMs' in recovery && recovery.uncertaintyMs >= 20 && recovery.afterClearMs <= recovery.uncertaintyMs);
			t.true((clear?.effectiveMs ?? 0) < (windows.recovery?.fromMs ?? 0));
		}
	}
});

test('with the fault withheld, the windows stand where they were planned', (t) => {
	const {windows, inject, clear, recovery} = readFacts(buildTimeline());
	t.like(windows.baseline, {fromMs: 1500, toMs: 3500});
	t.like(windows.fault, {fromMs: 3500, toMs: 6500, intended: 600, good: 600});
	t.like(windows.recovery, {fromMs: 6500, toMs: 9500});
	t.deepEqual([inject, clear, recovery], [null, null, null]);
});

test('a fault that should have been injected and was not has no window', (t) => {
	const {windows} = readFacts(buildTimeline({plan: {mode: 'as-written'}}));
	t.deepEqual([windows.fault, windows.recovery], [null, null]);
});

test('a 200 that the gateway made by itself is not good', (t) => {
	const {windows} = readFacts(buildTimeline({fault: treated(() => ({status: 200, byApp: false}))}));
	t.is(windows.fault?.good, 0);
});

const made = test.macro({
	exec(t, _name: string, answer: Omit<SyntheticAnswer, 'endMs'>, expected: Partial<Record<'gateway' | 'upstream' | 'unknown', number>>) {
		const {attribution, windows} = readFacts(buildTimeline({fault: treated(() => answer)}));
		const all = {gateway: 0, upstream: 0, unknown: 0, ...expected};
		const count = windows.fault === null ? 0 : windows.fault.intended - windows.fault.good;
		t.deepEqual(attribution, {gateway: all.gateway * count, upstream: all.upstream * count, unknown: all.unknown * count});
	},
	title: (_given, name: string, _answer: unknown, expected: object) => `${name} is made by the ${Object.keys(expected).join()}`,
});

test(made, 'an error page without the header of the app', {status: 502, cause: 'connection_refused'}, {gateway: 1});
test(
	made,
	'an error that the app itself answers',
	{status: 500, byApp: true, steps: [{step: 'received'}, {step: 'answered'}]},
	{upstream: 1},
);
test(
	made,
	'an answer that the app cut',
	{outcome: 'cut', byApp: true, steps: [{step: 'received'}, {step: 'faulted', detail: 'cut'}]},
	{upstream: 1},
);
test(made, 'an answer that the app died in', {outcome: 'cut', byApp: true, steps: [{step: 'received'}]}, {upstream: 1});
test(
	made,
	'a cut answer that the app had sent whole',
	{outcome: 'cut', byApp: true, steps: [{step: 'received'}, {step: 'answered'}]},
	{gateway: 1},
);
test(
	made,
	'silence after the app took the request',
	{outcome: 'timeout-first-byte', status: 0, steps: [{step: 'received'}]},
	{upstream: 1},
);
test(
	made,
	'silence although the app answered',
	{outcome: 'timeout-first-byte', status: 0, steps: [{step: 'received'}, {step: 'answered'}]},
	{gateway: 1},
);
test(made, 'silence to a request that no app saw', {outcome: 'timeout-first-byte', status: 0, steps: []}, {gateway: 1});
test(made, 'a refused connection', {outcome: 'refused', status: 0, steps: []}, {gateway: 1});
test(made, 'a request that was never sent', {outcome: 'unsent', status: 0, steps: []}, {unknown: 1});

test("without any journal, a cut answer is nobody's that could be named", (t) => {
	const timeline = buildTimeline({fault: treated(() => ({outcome: 'cut', byApp: true}))});
	const events = timeline.events.filter(({kind}) => kind !== 'journal');
	t.is(readFacts({...timeline, events}).attribution.unknown, 600);
});

test('causes are counted by request, most frequent first, each with a line of the log', (t) => {
	const {causes, causesReadable} = readFacts(buildTimeline({fault: hung()}));
	t.is(causes.length, 1);
	t.like(causes[0], {cause: 'http_response_timeout', requests: 600});
	t.regex(causes[0]?.line ?? '', /gq=\d+/);
	t.true(causesReadable);
	t.false(readFacts(buildTimeline({fault: killed({cause: null})})).causesReadable);
});

test('arrivals at apps are counted per request that reached one', (t) => {
	t.is(readFacts(buildTimeline()).attemptsPerRequest, 1);
	t.is(readFacts(buildTimeline({fault: killed()})).attemptsPerRequest, null);
	t.is(readFacts(buildTimeline({fault: treated(() => ({byApp: true, upstream: 2, attempts: 2}))})).attemptsPerRequest, 2);
});
