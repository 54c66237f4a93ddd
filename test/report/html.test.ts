import {createHash} from 'node:crypto';
import test from 'ava';
import {renderHtml} from '../../src/report/html.ts';
import {buildReport, chartOf, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';
import {assertWellFormed} from '../helpers/well-formed.ts';

const page = renderHtml(buildReport([passingRun(), failingRun(), inconclusiveRun()]));
/** What a reader sees without scripts. */
const plain = page.replaceAll(/<(style|script)\b[^]*?<\/\1>/g, '');

test('the page is well-formed', (t) => {
	t.notThrows(() => assertWellFormed(page, ['meta']));
});

test('the page asks for nothing outside itself', (t) => {
	t.notRegex(plain, /https?:\/\/(?!172\.20)|<link|<img|<iframe|\ssrc="/);
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
	t.notRegex(plain, /\sstyle="|\son\w+="/);
});

test('no text of a report can become a tag or leave an attribute', (t) => {
	const evil = `</script><img src=x onerror=alert(1)>"'&<!--`;
	const run = failingRun({
		scenario: evil,
		title: evil,
		reasons: [evil],
		gateway: {name: evil, label: evil, version: evil, image: evil, digest: evil},
		config: {label: evil, hash: evil, text: evil, others: [{path: evil, text: evil}]},
		diagnosis: [{cause: evil, confidence: 'likely', advice: evil, evidence: [evil]}],
		cleanup: {ok: false, left: [evil]},
		chart: {...chartOf(100, () => ({[evil]: 1})), upstreams: {}},
	});
	const hostile = renderHtml(buildReport([run], {command: evil, errors: [evil], skipped: [{scenario: evil, gateway: 'b', because: evil}]}));
	t.notThrows(() => assertWellFormed(hostile, ['meta']));
	t.false(hostile.includes('<img'));
	t.is(hostile.match(/<script>/g)?.length, 1);
});

test('the head line and the counts tell the verdict', (t) => {
	t.regex(page, /<h1>1 of 3 runs failed<\/h1>/);
	t.regex(page, /<title>Gatequake: 1 passed, 1 failed, 1 inconclusive<\/title>/);
	t.regex(renderHtml(buildReport([passingRun()])), /<h1>The run passed<\/h1>/);
	t.regex(renderHtml(buildReport([inconclusiveRun(), inconclusiveRun()])), /<h1>Both runs proved nothing<\/h1>/);
	t.regex(renderHtml(buildReport([failingRun(), failingRun(), failingRun()])), /<h1>All 3 runs failed<\/h1>/);
	t.regex(renderHtml(buildReport([])), /<h1>Nothing was run<\/h1>/);
});

test('without scripts a reader has the matrix, the verdicts and every reason', (t) => {
	for (const part of [
		'<b>93.3\u00A0% errors</b><small>not back in 4\u00A0s</small>',
		'errors: 504 was expected, and 502 came.',
		'recovery: not seen within 4 s.',
		'The fault met no traffic: 0 requests reset by app1.',
		'left behind: container gq-4c1-app1',
		'Raise the app’s own time-out above proxy_read_timeout.',
		'aria-label="Inconclusive"',
	]) {
		t.true(plain.includes(part), part);
	}
});

test('the top says what failed in a few lines, the same reason of many runs once', (t) => {
	const runs = Array.from({length: 9}, (_, index) => failingRun({repeat: index + 1}));
	const [, top = ''] = /<ul class="top">([^]*?)<\/ul>/.exec(renderHtml(buildReport([inconclusiveRun(), ...runs]))) ?? [];
	t.is(top.match(/<li>/g)?.length, 2);
	t.regex(top, /slow-response<\/b> on nginx \(9 runs\)<\/a>: errors: 504 was expected/);
	t.true(top.indexOf('slow-response') < top.indexOf('reset-before-headers'));
});

test('runs of a scenario that came out the same way for the same reasons are told once, each with its link', (t) => {
	const html = renderHtml(buildReport([failingRun(), failingRun({repeat: 2}), failingRun({reasons: ['another one.']})]));
	const [, reasons = ''] = /<ol class="reasons">([^]*?)<\/ol>/.exec(html) ?? [];
	t.is(reasons.match(/<h3>/g)?.length, 2);
	t.deepEqual(
		[...reasons.matchAll(/<a id="([^"]+)" href="#\1"/g)].map(([, key]) => key),
		['run-1', 'run-2', 'run-3'],
	);
});

test('what changed since a baseline is told in sentences, and nothing where there was none', (t) => {
	const baseline = {
		source: 'old/<report>.json',
		startedAt: '2026-11-20T10:00:00.000Z',
		toolVersion: '0.1.0',
		limits: {outageMs: 250},
		warnings: [],
		new: ['slow-response.nginx.default'],
		gone: [],
		changed: [
			{
				cell: 'upstream-killed.nginx.default',
				what: 'outageMs',
				title: 'outage length',
				unit: 'ms',
				from: {value: 1200, censored: false},
				to: {value: 3400, censored: false},
				direction: 'worse',
			},
		],
		same: 3,
	} as const;
	const html = renderHtml(buildReport([passingRun()], {baseline}));
	t.regex(html, /Since the baseline: 1 worse, 1 new, 3 as before/);
	t.regex(html, /<li>worse: upstream-killed\.nginx\.default: outage length /);
	t.regex(html, /old\/&lt;report&gt;\.json/);
	t.notRegex(page, /Since the baseline/);
});

test('what was skipped says why', (t) => {
	const skipped = [{scenario: 'upstream-killed', gateway: 'haproxy', because: 'it has no such time-out'}];
	t.regex(renderHtml(buildReport([passingRun()], {skipped})), /skipped<\/span><small class="because">it has no such time-out</);
});

test('repeats stand in one cell, each to be opened', (t) => {
	const html = renderHtml(buildReport([passingRun(), passingRun({repeat: 2}), passingRun({repeat: 3, recovery: {notWithinMs: 3000}})]));
	const [, cell = ''] = /<td data-gateway="nginx"[^>]*>([^]*?)<\/td>/.exec(html) ?? [];
	t.deepEqual(
		[...cell.matchAll(/<a href="#([^"]+)"/g)].map(([, key]) => key),
		['run-1', 'run-2', 'run-3'],
	);
	t.regex(cell, /median 100\u00A0% errors, back in 3\u00A0ms/);
});

test('no two elements share an id', (t) => {
	const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
	t.is(new Set(ids).size, ids.length);
});

test('a page of 14 runs of 15 seconds stays under 1.5 MB', (t) => {
	const chart = chartOf(15_000, (atMs) => ({200: (atMs / 100) % 7, 502: (atMs / 100) % 5, cut: (atMs / 100) % 3}));
	const size = renderHtml(buildReport(Array.from({length: 14}, () => failingRun({chart})))).length;
	t.true(size < 1_500_000, String(size));
});

test('a page on which all passed and something else went wrong does not say that all is well', (t) => {
	const cleanup = {ok: false, left: ['network gq-1']};
	const text = renderHtml(buildReport([passingRun({cleanup}), passingRun(), passingRun(), passingRun()], {exitCode: 4}));
	t.regex(text, /<h1>All 4 runs passed, but the harness did not end well<\/h1>/);
	t.regex(text, /left behind: network gq-1/);
});

test('an interrupted report says so', (t) => {
	t.regex(renderHtml(buildReport([passingRun()], {interrupted: true, exitCode: 130})), /interrupted before the end/);
});

test("errors of the harness itself stand at the top of the page, beside the runs' verdicts", (t) => {
	const html = renderHtml(buildReport([passingRun()], {errors: ['left behind: network <x>'], exitCode: 4}));
	t.regex(html, /<p class="harness-error">left behind: network &lt;x&gt;<\/p>/);
});
