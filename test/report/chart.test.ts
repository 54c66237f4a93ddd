import test from 'ava';
import {renderChart} from '../../src/report/chart.ts';
import {failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';

const passing = renderChart(passingRun(), 'k').text;
const failing = renderChart(failingRun(), 'k').text;

test('the drawing has a title and a description for those who cannot see it', (t) => {
	t.regex(passing, /role="img" aria-labelledby="k-t k-d"/);
	t.regex(passing, /<desc id="k-d">From 0 s to 9 s\. The fault took effect at 2\.01 s and was gone at 5\.03 s\. Clients saw: 100 % 502/);
});

test('the fault’s band spans the observed instants, and the asked ones are marked apart', (t) => {
	const [, x, width] = /class="band" x="([\d.]+)%" y="4" width="([\d.]+)%"/.exec(passing) ?? [];
	t.true(Math.abs(Number(x) - (100 * 2007.5) / 9000) < 0.01);
	t.true(Math.abs(Number(width) - (100 * 3022.7) / 9000) < 0.01);
	t.is(passing.match(/class="requested" x1="22\.246%"/g)?.length, 1);
	t.is(passing.match(/<line class="effective"/g)?.length, 2);
});

test('each outage has a bar, and recovery a mark only when it was seen', (t) => {
	t.is(passing.match(/class="outage"/g)?.length, 1);
	t.is(failing.match(/class="outage"/g)?.length, 2);
	t.regex(passing, /recovered-dot/);
	t.notRegex(failing, /recovered-dot/);
});

test('each bucket tells its counts and latency in words', (t) => {
	t.is(passing.match(/<title>/g)?.length, 90);
	t.regex(passing, /<title>2 s to 2\.1 s: 502 × 20; p50 [\d.]+ ms, p99 [\d.]+ ms<\/title>/);
});

test('the legend names each outcome that came, with its pattern and its count', (t) => {
	t.regex(failing, /fill-s502"[^>]*><\/svg>|fill-s502" [^>]*\/><\/svg>502 <span class="quiet">\d+/);
	t.regex(failing, /cut body <span/);
	t.notRegex(passing, /cut body/);
});

test('a steady run needs few rectangles', (t) => {
	const [, columns = ''] = /<g class="columns">([^]*?)<\/g>/.exec(passing) ?? [];
	t.is(columns.match(/<rect/g)?.length, 3);
});

test('a bucket in which nothing was answered is a gap in the latency lines', (t) => {
	const chart = [0, 100, 200].map((atMs) => ({atMs, outcomes: {200: 1}, p50Ms: atMs === 100 ? null : 1, p99Ms: atMs === 100 ? null : 1}));
	const {text} = renderChart(passingRun({chart}), 'k');
	t.regex(text, /class="p50"[^>]* d="M0 [\d.]+H333\.3M666\.7 [\d.]+H1000"/);
});

test('a last bucket that is cut short is drawn level with the rest, and told as it was', (t) => {
	const run = passingRun();
	const chart = [0, 100, 200].map((atMs) => ({atMs, outcomes: {200: atMs === 200 ? 12 : 20}, p50Ms: 1, p99Ms: 1}));
	const windows = {...run.windows, recovery: {...run.windows.baseline, toMs: 260}};
	const {text} = renderChart(passingRun({chart, windows}), 'k');
	t.regex(text, /class="good-edge"[^>]* d="M0 54H384\.6V54H769\.2V54H1000"/);
	t.regex(text, /0\.2 s to 0\.3 s: 200 × 12;/);
});

test('a run whose fault never came has no band', (t) => {
	t.notRegex(renderChart(inconclusiveRun(), 'k').text, /class="band"/);
});

test('a run without requests says so instead of an empty drawing', (t) => {
	t.regex(renderChart(passingRun({chart: []}), 'k').text, /No requests were sent/);
});

test('a run whose latencies are all unknown has outcomes and no latency', (t) => {
	const chart = [{atMs: 0, outcomes: {refused: 20}, p50Ms: null, p99Ms: null}];
	const {text} = renderChart(passingRun({chart}), 'k');
	t.notRegex(text, /path class="p50"|NaN/);
	t.regex(text, /fill-refused/);
});
