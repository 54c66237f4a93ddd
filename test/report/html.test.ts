import {createHash} from 'node:crypto';
import test from 'ava';
import {renderHtml} from '../../src/report/html.ts';
import {buildReport, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';
import {assertWellFormed} from '../helpers/well-formed.ts';

const page = renderHtml(buildReport([passingRun(), failingRun(), inconclusiveRun()]));

test('the page is well-formed', (t) => {
	t.notThrows(() => assertWellFormed(page, ['meta']));
});

test('the page asks for nothing outside itself', (t) => {
	t.notRegex(page, /https?:\/\/(?!172\.20)|<link|<img|<iframe|@import|url\((?!#fill-)/);
	t.notRegex(page, /\ssrc="/);
});

test('its policy allows its own style and script by hash, and nothing else', (t) => {
	const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
	t.true(policy.startsWith('default-src &#39;none&#39;'));
	for (const element of ['style', 'script']) {
		const [, text = ''] = new RegExp(`<${element}>([^]*?)</${element}>`).exec(page) ?? [];
		t.true(text.length > 100);
		t.true(policy.includes(createHash('sha256').update(text).digest('base64')), element);
	}

	t.notRegex(policy, /unsafe/);
	t.notRegex(page, /\sstyle="/);
});

test('no text of a report can become a tag or leave an attribute', (t) => {
	const evil = `</script><img src=x onerror=alert(1)>"'&<!--`;
	const run = failingRun({
		scenario: evil,
		title: evil,
		reasons: [evil],
		repro: evil,
		gateway: {name: evil, label: evil, version: evil, image: evil, digest: evil},
		config: {label: evil, hash: evil},
		diagnosis: [{cause: evil, confidence: 'likely', advice: evil, evidence: [evil]}],
		expectations: [{name: evil, verdict: 'fail', expected: evil, observed: evil, evidence: [evil]}],
		cleanup: {ok: false, left: [evil]},
		chart: [{atMs: 0, outcomes: {[evil]: 1}, p50Ms: 1, p99Ms: 1}],
		files: {timeline: `javascript:${evil}`, samples: evil, logs: [evil]},
	});
	const hostile = renderHtml(buildReport([run], {command: evil}));
	t.notThrows(() => assertWellFormed(hostile, ['meta']));
	t.false(hostile.includes('<img'));
	t.is(hostile.match(/<script>/g)?.length, 1);
	t.notRegex(hostile, /href="javascript:/);
});

test('the head line and the counts tell the verdict', (t) => {
	t.regex(page, /<h1>1 of 3 runs failed<\/h1>/);
	t.regex(page, /<title>Gatequake: 1 passed, 1 failed, 1 inconclusive<\/title>/);
	t.regex(renderHtml(buildReport([passingRun()])), /<h1>The run passed<\/h1>/);
	t.regex(renderHtml(buildReport([inconclusiveRun(), inconclusiveRun()])), /<h1>Both runs proved nothing<\/h1>/);
	t.regex(renderHtml(buildReport([failingRun(), failingRun(), failingRun()])), /<h1>All 3 runs failed<\/h1>/);
	t.regex(renderHtml(buildReport([])), /<h1>Nothing was run<\/h1>/);
});

test('each run is in the table, and its link leads to its section', (t) => {
	for (const key of ['run-1', 'run-2', 'run-3']) {
		t.is(page.match(new RegExp(`href="#${key}"`, 'g'))?.length, 1);
		t.is(page.match(new RegExp(`id="${key}"`, 'g'))?.length, 1);
	}
});

test('no two elements share an id', (t) => {
	const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
	t.is(new Set(ids).size, ids.length);
});

test('in a long report what passed is folded and what did not is open', (t) => {
	const long = renderHtml(buildReport([passingRun(), failingRun(), inconclusiveRun(), passingRun()]));
	const openings = [...long.matchAll(/<details class="run (\w+)[^"]*" id="run-\d"( open)?/g)].map(([, verdict, open]) => [
		verdict,
		open !== undefined,
	]);
	t.deepEqual(openings, [
		['pass', false],
		['fail', true],
		['inconclusive', true],
		['pass', false],
	]);
});

test('headings go down one level at a time', (t) => {
	const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
	t.is(levels[0], 1);
	t.true(
		levels.every((level, index) => index === 0 || level <= (levels[index - 1] ?? 0) + 1),
		levels.join(''),
	);
});

test('a run shows expectations with evidence, the gateway’s own lines, advice, figures and the line that repeats it', (t) => {
	for (const part of [
		'504 from the gateway for 99 % to 100 % of requests in the fault window',
		'client time-outs for 20.1 %',
		'request 405 due 2030.0 ms: timeout-first-byte',
		'<code>connection_read_timeout</code>',
		'Count busy workers in app1 during the fault.',
		'1.42 attempts per request',
		'17 committed but told failed',
		'3 (requests 412, 433, 460)',
		'Not recovered within 3.990\u00A0s',
		'sha256:4f1c2a9d0b',
		'4120 requests per s',
		'npx gatequake run slow-response --gateway nginx --config short-timeouts=nginx.conf --seed 7',
	]) {
		t.true(page.includes(part), part);
	}
});

test('files are linked beside the page', (t) => {
	t.true(page.includes('href="./upstream-killed.nginx.default.1/nginx-error.log"'));
});

test('a page of 14 runs of 15 seconds stays under 1.5 MB', (t) => {
	const chart = Array.from({length: 150}, (_, index) => ({
		atMs: index * 100,
		outcomes: {200: index % 7, 502: index % 5, cut: index % 3},
		p50Ms: 1.2345,
		p99Ms: 1000,
	}));
	const size = renderHtml(buildReport(Array.from({length: 14}, () => failingRun({chart})))).length;
	t.true(size < 1_500_000, String(size));
});

test('a page on which all passed and something else went wrong does not say that all is well', (t) => {
	const cleanup = {ok: false, left: ['network gq-1']};
	const text = renderHtml(buildReport([passingRun({cleanup}), passingRun(), passingRun(), passingRun()], {exitCode: 4}));
	t.regex(text, /<h1>All 4 runs passed, but the harness did not end well<\/h1>/);
	t.regex(text, /<details class="run pass left-behind" id="run-1" open/);
	t.regex(text, /left behind: network gq-1/);
});

test('an interrupted report says so', (t) => {
	t.regex(renderHtml(buildReport([passingRun()], {interrupted: true, exitCode: 130})), /interrupted before the end/);
});

test("errors of the harness itself stand at the top of the page, beside the runs' verdicts", (t) => {
	const html = renderHtml(buildReport([passingRun()], {errors: ['left behind: network <x>'], exitCode: 4}));
	t.regex(html, /<p class="harness-error">left behind: network &lt;x&gt;<\/p>/);
});
