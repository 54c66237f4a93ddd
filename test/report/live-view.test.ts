import test from 'ava';
import {createPaint} from '../../src/report/console-paint.ts';
import {renderLive} from '../../src/report/live-view.ts';
import type {LiveState, LiveTrace} from '../../src/report/live-view.ts';

const good = {200: 20};
const bad = {502: 20};

function traceOf(changes: Partial<LiveTrace> = {}): LiveTrace {
	const buckets = [...Array.from({length: 10}, () => good), ...Array.from({length: 10}, () => bad), ...Array.from({length: 5}, () => good)];
	return {fromMs: 5000, bucketMs: 100, buckets, plannedMs: 4000, fault: {describe: 'killed', fromMs: 6000, toMs: 7000}, ...changes};
}

function shown(trace: LiveTrace | null, {width = 80, height = 40, unicode = true, colour = false} = {}): readonly string[] {
	const state: LiveState = {
		scenario: 'hang',
		gateway: 'nginx',
		phase: 'recovery',
		elapsedMs: 500,
		plannedMs: 1500,
		counts: {200: 190},
		trace,
	};
	return renderLive(state, {width, height}, createPaint({colour, unicode, width}), unicode);
}

test('each outcome has a line with its rate over time, and the fault its band below them', (t) => {
	t.deepEqual(shown(traceOf()), [
		'hang · nginx  recovery  ━━━━━───────────  1 s of 2 s',
		`  200    ${'█'.repeat(10)}${' '.repeat(10)}${'█'.repeat(5)}${' '.repeat(15)}   200/s`,
		`  502    ${' '.repeat(10)}${'█'.repeat(10)}${' '.repeat(20)}     0/s`,
		`  fault  ${' '.repeat(10)}${'━'.repeat(10)}`,
	]);
});

test('a band that is not over ends with what is shown, and before the fault there is none', (t) => {
	const lasting = shown(traceOf({fault: {describe: 'killed', fromMs: 7000, toMs: null}}));
	t.is(lasting.at(-1), `  fault  ${' '.repeat(20)}${'━'.repeat(5)}`);
	t.is(shown(traceOf({fault: null})).length, 3);
});

test('a run that is too long for the line is put together, and one of hours shows its last two minutes', (t) => {
	const [, two] = shown(traceOf({plannedMs: 12_000}));
	t.regex(two ?? '', /^ {2}200 {4}█{5} {5}█{2} {48}/, 'two tenths of a second a column; the last half of one is not shown yet');
	const hours = shown(
		traceOf({
			plannedMs: 7_200_000,
			fromMs: 0,
			buckets: Array.from({length: 1200}, () => good),
			fault: {describe: '', fromMs: 100_000, toMs: null},
		}),
	);
	t.is(hours[1], `  200    ${'█'.repeat(60)}   200/s`);
	t.is(hours[2], `  fault  ${' '.repeat(50)}${'━'.repeat(10)}`);
});

test('no line is as wide as the terminal, and where there is no room for a sparkline there is none', (t) => {
	for (const width of [1, 5, 12, 20, 25, 31, 40, 60, 79, 200]) {
		const lines = shown(traceOf(), {width});
		t.true(
			lines.every((line) => line.length < width),
			`${width}: ${lines.join('|')}`,
		);
		t.is(lines.length > 1, width >= 31, String(width));
	}

	t.is(shown(traceOf(), {height: 7}).length, 1, 'nor in a terminal of few lines');
});

test('of many outcomes the four most frequent are shown, in their usual order', (t) => {
	const lines = shown(traceOf({buckets: [{200: 1, 502: 5, 503: 4, 504: 3, cut: 2}]}));
	t.deepEqual(
		lines.slice(1).map((line) => line.trim().split(/ {2,}/)[0]),
		['502', '503', '504', 'cut body'],
	);
});

test('without unicode and without colour it is plain ASCII; with colour good and bad differ', (t) => {
	t.regex(shown(traceOf(), {unicode: false}).slice(1).join('\n'), /^[\x20-\x7e\n]*$/);
	const coloured = shown(traceOf(), {colour: true});
	t.true(coloured[1]?.includes('\u001B[32m'));
	t.true(coloured[2]?.includes('\u001B[31m'));
	t.true(coloured[3]?.includes('\u001B[33m'));
});

test('before the load is due to start nothing of it is over, and a fault that is far off has no band', (t) => {
	const state: LiveState = {
		scenario: 'hang',
		gateway: 'nginx',
		phase: 'baseline',
		elapsedMs: -400,
		plannedMs: 1500,
		counts: {},
		trace: null,
	};
	t.deepEqual(renderLive(state, {width: 80, height: 40}, createPaint({colour: false, unicode: true, width: 80}), true), [
		`hang · nginx  baseline  ${'─'.repeat(16)}  0 s of 2 s`,
	]);
	t.is(shown(traceOf({fault: {describe: '', fromMs: 1e6, toMs: null}})).length, 3);
	t.is(shown(traceOf({fault: {describe: '', fromMs: -1e6, toMs: -9e5}})).length, 3);
});

test('without a trace the counts stand in the first line', (t) => {
	t.deepEqual(shown(null), ['hang · nginx  recovery  ━━━━━───────────  1 s of 2 s  200 190']);
	t.is(shown(traceOf({buckets: []})).length, 1, 'nothing has ended yet');
});
