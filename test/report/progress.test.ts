import test from 'ava';
import {createProgress} from '../../src/report/progress.ts';
import type {LiveSize} from '../../src/report/live-view.ts';
import type {ProgressUpdate} from '../../src/report/progress.ts';
import {passingRun} from '../helpers/report-builder.ts';

const base: ProgressUpdate = {
	scenario: 'upstream-killed',
	gateway: 'nginx',
	phase: 'baseline',
	elapsedMs: 1000,
	plannedMs: 9000,
	counts: {200: 200},
};
const showCursor = '\u001B[?25h';
const endOfLine = '\u001B[K';
const endOfScreen = '\u001B[J';

interface SetUp {
	readonly live?: boolean;
	readonly width?: number;
	readonly colour?: boolean;
	readonly unicode?: boolean;
	readonly size?: () => LiveSize;
}

function setUp({live = true, width = 100, colour = false, unicode = true, size}: SetUp = {}) {
	const written: string[] = [];
	const clock = {nowMs: 0};
	const progress = createProgress({
		stream: {write: (text: string) => written.push(text)},
		terminal: {live, width, colour, unicode},
		nowMs: () => clock.nowMs,
		...(size === undefined ? {} : {size}),
	});
	return {written, clock, progress};
}

test('a terminal sees phase, bar, elapsed of planned and the counts on one rewritten line', (t) => {
	const {written, progress} = setUp();
	progress.update({...base, phase: 'fault', elapsedMs: 4500, counts: {502: 31, 200: 400}});
	const text = written.join('');
	t.false(text.includes('\n'));
	t.true(text.endsWith(`\rupstream-killed · nginx  fault  ━━━━━━━━────────  5 s of 9 s  200 400  502 31${endOfLine}`));
});

test('the live line is redrawn at most once per refresh time within a phase', (t) => {
	const {written, clock, progress} = setUp();
	progress.update(base);
	clock.nowMs = 50;
	progress.update({...base, elapsedMs: 1050});
	t.is(written.length, 1);
	clock.nowMs = 120;
	progress.update({...base, elapsedMs: 1120});
	t.is(written.length, 2);
});

test('a new phase is drawn at once', (t) => {
	const {written, progress} = setUp();
	progress.update(base);
	progress.update({...base, phase: 'fault'});
	t.is(written.length, 2);
});

test('the live line is never as wide as the terminal', (t) => {
	const {written, progress} = setUp({width: 40});
	progress.update({...base, counts: {200: 123_456, 502: 123_456, 'timeout-first-byte': 123_456}});
	const line = (written.join('').split('\r').at(-1) ?? '').replace(endOfLine, '');
	t.true(line.length < 40, line);
	t.true(line.startsWith('upstream-killed · nginx'));
});

test('a message and a finished run first clear the live line and give the cursor back', (t) => {
	const {written, progress} = setUp();
	progress.update(base);
	progress.message('image built');
	progress.update({...base, phase: 'fault'});
	progress.runDone(passingRun());
	const text = written.join('');
	t.true(text.includes(`\r${endOfScreen}${showCursor}image built\n`));
	t.true(text.includes(`\r${endOfScreen}${showCursor}✔ upstream-killed`));
});

test('disposing gives the cursor back, once', (t) => {
	const {written, progress} = setUp();
	progress.update(base);
	progress[Symbol.dispose]();
	progress[Symbol.dispose]();
	t.is(written.filter((text) => text.includes('\u001B[?25h')).length, 1);
});

const trace = {
	fromMs: 0,
	bucketMs: 100,
	buckets: [{200: 20}, {200: 20}, {502: 20}],
	plannedMs: 400,
	fault: {describe: 'killed', fromMs: 200, toMs: null},
};

test('with a trace several lines are rewritten in place by one write, from the first of them on', (t) => {
	const {written, clock, progress} = setUp();
	progress.update({...base, trace: () => trace});
	clock.nowMs = 200;
	progress.update({...base, trace: () => trace});
	t.is(written.length, 2);
	t.is(written[0]?.split('\n').length, 4, 'head, two outcomes, the band');
	t.true(written[1]?.startsWith('\r\u001B[3A'), 'three lines up');
	progress.message('stays');
	t.is(written.at(-2), `\r\u001B[3A${endOfScreen}${showCursor}`);
});

test('what is no longer shown is erased, and a terminal that is too low sees one line', (t) => {
	const {written, clock, progress} = setUp();
	progress.update({...base, trace: () => trace});
	clock.nowMs = 200;
	progress.update({...base, phase: 'collect', counts: {}});
	t.true(written[1]?.endsWith(endOfScreen));
	const low = setUp({size: () => ({width: 80, height: 5})});
	low.progress.update({...base, trace: () => trace});
	t.false(low.written.join('').includes('\n'));
});

test('an interrupt takes the lines away for good, and a pipe is never asked for a trace', (t) => {
	const {written, progress} = setUp();
	progress.update({...base, trace: () => trace});
	progress.interrupt();
	progress.update({...base, phase: 'recovery', trace: () => trace});
	t.is(written.length, 2);
	t.true(written[1]?.endsWith(showCursor));
	setUp({live: false}).progress.update({
		...base,
		trace: () => {
			throw new Error('nobody sees it');
		},
	});
});

test('a pipe gets one plain line for each phase, and no escapes', (t) => {
	const {written, clock, progress} = setUp({live: false});
	for (const phase of ['baseline', 'baseline', 'fault', 'fault', 'recovery']) {
		clock.nowMs += 1000;
		progress.update({...base, phase});
	}

	t.deepEqual(
		written,
		['baseline', 'fault', 'recovery'].map((phase) => `… upstream-killed · nginx · ${phase}\n`),
	);
});

test('the bar has an ASCII form', (t) => {
	const {written, progress} = setUp({unicode: false});
	progress.update({...base, elapsedMs: 4500});
	t.true(written.join('').includes('[########........]'));
});

test('an unknown length has no bar, and more than planned is a full one', (t) => {
	const {written, progress} = setUp();
	progress.update({...base, plannedMs: 0});
	t.notRegex(written.join(''), /━| of /);
	progress.update({...base, phase: 'collect', elapsedMs: 12_000});
	t.regex(written.at(-1) ?? '', /━{16} /);
});

test('a message cannot carry escapes', (t) => {
	const {written, progress} = setUp({live: false});
	progress.message('evil \u001B[2J line\nsecond');
	t.deepEqual(written, [`evil ${String.raw`\x1b`}[2J line\nsecond\n`]);
});
