// What a gateway, an app or a scenario file says is shown as text, wherever it stands on the page: no tag, no script, no address.
import test from 'ava';
import type {RunReport} from '../../src/report/report.ts';
import {buildReport, chartOf, failingRun} from '../helpers/report-builder.ts';
import {goTo, openPage, startBrowser} from './open-page.ts';

const browser = await startBrowser();
test.after.always(async () => {
	await browser.close();
});

const markup = `</script></style><img src=x onerror="window.evil=1"><script>window.evil=1</script><svg onload=window.evil=1>"'\`&<!--`;
const hostile: Readonly<Record<string, string>> = {
	markup,
	'terminal escapes': '\u001B[31mred\u001B[0m\u0007\u001B]8;;http://evil/\u0007link\r\nline\u0000',
	'text turned round': 'abc\u202Edef\u2066ghi\u2028jkl',
	'broken Unicode': `half \uD800 a pair \uFFFE \uFFFD`,
	'an address': 'javascript:window.evil=1',
	'a line of a megabyte': `${'x'.repeat(1_000_000)}${markup}`,
};

function runOf(evil: string): RunReport {
	const base = failingRun();
	return failingRun({
		id: evil,
		scenario: evil,
		title: evil,
		file: evil,
		reasons: [evil],
		repro: evil,
		gateway: {name: evil, label: evil, version: evil, image: evil, digest: evil},
		config: {label: evil, hash: evil, text: `${evil}\n${evil}`, others: [{path: evil, text: evil}]},
		parts: {[evil]: {image: evil, digest: evil, version: evil}},
		expectations: [{name: evil, verdict: 'fail', expected: evil, observed: evil, evidence: [evil]}],
		diagnosis: [{cause: evil, confidence: 'likely', advice: evil, evidence: [evil]}],
		cause: {...base.cause, lines: [evil]},
		events: [{kind: 'log', part: evil, atMs: 50, toMs: 50, uncertaintyMs: 0, count: 2, text: evil}],
		chart: {...chartOf(9000, (atMs) => ({200: 10, [evil]: atMs < 500 ? 10 : 0})), upstreams: {[evil]: {arrived: [1], answered: [1]}}},
		cleanup: {ok: false, left: [evil]},
		files: {timeline: evil, samples: evil, logs: [evil]},
	});
}

for (const [name, evil] of Object.entries(hostile)) {
	test(`${name} stays text in every view`, async (t) => {
		const runs = [runOf(evil), {...runOf(evil), config: {label: 'b', hash: 'b', text: 'b', others: []}}];
		const skipped = [{scenario: evil, gateway: `${evil}2`, because: evil}];
		await using opened = await openPage(browser, buildReport(runs, {command: evil, errors: [evil], skipped}), {
			viewport: {width: 500, height: 800},
		});
		const {page, problems, requests} = opened;
		for (const hash of ['', '#run-1', '#compare-1-2']) {
			await goTo(page, hash === '' ? '#' : hash);
			if (hash === '#run-1') {
				await page.evaluate(() => {
					for (const details of document.querySelectorAll('details')) details.open = true;
				});
				await page.locator('#config-choice').selectOption({index: 1});
				await page.locator('.diff').waitFor();
				await page.locator('.plots').focus();
				await page.keyboard.press('Home');
			}

			const found = await page.evaluate(() => ({
				evil: 'evil' in window,
				strangers: document.querySelectorAll('img,iframe,object,embed,svg[onload],body style,a[href^="javascript:" i]').length,
				scripts: document.querySelectorAll('script:not([type="text/plain"])').length,
				handlers: [...document.querySelectorAll('*')].filter((element) =>
					element.getAttributeNames().some((attribute) => attribute.startsWith('on')),
				).length,
				// eslint-disable-next-line no-control-regex -- control characters are what is looked for.
				controls: /[\u0000-\u0008\u000B-\u001F\u202A-\u202E\u2066-\u2069]/.test(
					document.getElementById(location.hash === '' ? 'overview' : 'view')?.innerText ?? '',
				),
				width: document.documentElement.scrollWidth,
			}));
			t.deepEqual(found, {evil: false, strangers: 0, scripts: 1, handlers: 0, controls: false, width: 500}, hash);
		}

		t.deepEqual([...problems], []);
		t.deepEqual([...requests], []);
	});
}

test('the test would see a script that runs', async (t) => {
	await using opened = await openPage(browser, buildReport([failingRun()]));
	await opened.page.evaluate(() => {
		document.body.append(Object.assign(document.createElement('img'), {src: 'x', onerror: 'window.evil=1'}));
		const script = document.createElement('script');
		script.textContent = 'window.evil=1';
		document.body.append(script);
	});
	t.true(opened.problems.some((problem) => problem.includes('Content Security Policy')));
	t.false(await opened.page.evaluate(() => 'evil' in window));
});
