// The page of a report as people use it: opened from a file, by pointer, by keys, on a phone, on paper, without scripts.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import test from 'ava';
import type {Page} from 'playwright-core';
import {diagnosisPages} from '../helpers/diagnosis-pages.ts';
import {renderComparisonHtml} from '../../src/report/comparison-html.ts';
import {keepShot, openPage, startBrowser} from './open-page.ts';
import {sampleComparison, sampleRuns} from './sample-comparison.ts';
import {variedReport} from './sample-reports.ts';

const browser = await startBrowser();
test.after.always(async () => {
	await browser.close();
});

const report = variedReport();
const views = {overview: '', run: '#run-3', comparison: '#compare-2-3-7-8'} as const;
/** As the checker's script leaves it in the page. */
declare const axe: typeof import('axe-core');
const checker = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

for (const [name, hash] of Object.entries(views)) {
	for (const colorScheme of ['light', 'dark'] as const) {
		for (const [size, viewport] of Object.entries({wide: {width: 1280, height: 900}, narrow: {width: 360, height: 740}})) {
			test(`the ${name}, ${colorScheme} and ${size}: no script error, no request, nothing against accessibility, no sideways scrolling`, async (t) => {
				await using opened = await openPage(browser, report, {hash, colorScheme, viewport});
				const {page, problems, requests} = opened;
				await openAll(page);
				t.deepEqual(await violations(page), []);
				t.deepEqual([...problems], []);
				t.deepEqual([...requests], []);
				t.true((await page.evaluate(() => document.documentElement.scrollWidth)) <= viewport.width);
				t.log(await keepShot(page, `${name}-${colorScheme}-${size}`));
			});
		}
	}
}

for (const colorScheme of ['light', 'dark'] as const) {
	for (const width of [1280, 360]) {
		test(`the page of compare, ${colorScheme} and ${width} px wide: nothing against accessibility, no sideways scrolling`, async (t) => {
			const html = renderComparisonHtml(sampleComparison(), sampleRuns());
			await using opened = await openPage(browser, html, {colorScheme, viewport: {width, height: 800}});
			const {page, problems, requests} = opened;
			await page.waitForFunction(() => document.querySelectorAll('.overlay canvas').length === 6);
			t.deepEqual(await violations(page), []);
			t.deepEqual([...problems, ...requests], []);
			t.true((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
			t.log(await keepShot(page, `compare-${colorScheme}-${width}`));
		});
	}
}

for (const [name, html] of Object.entries(await diagnosisPages())) {
	for (const colorScheme of ['light', 'dark'] as const) {
		for (const width of [1280, 360]) {
			test(`the diagnosis page of ${name}, ${colorScheme} and ${width} px wide: nothing against accessibility, no sideways scrolling`, async (t) => {
				await using opened = await openPage(browser, html, {colorScheme, viewport: {width, height: 800}});
				const {page, problems, requests} = opened;
				t.deepEqual(await violations(page), []);
				t.deepEqual([...problems, ...requests], []);
				t.true((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
				t.log(await keepShot(page, `diagnosis-${name}-${colorScheme}-${width}`));
			});
		}
	}
}

test('a comparison of two reports leads from its overlay to the figures of both runs, and back', async (t) => {
	await using opened = await openPage(browser, renderComparisonHtml(sampleComparison(), sampleRuns()));
	const {page, problems} = opened;
	await page.locator('.overlay canvas').first().waitFor();
	t.regex(await page.locator('.overlay .legend').first().innerText(), /default: nginx · default.*\s+tuned: nginx · default/);
	await page.locator('.overlay-link a').first().click();
	await page.getByRole('heading', {name: 'Side by side'}).waitFor();
	t.is(await page.locator('.chooser input').count(), 20);
	t.is(await page.locator('.chooser input:checked').count(), 2);
	await page.getByRole('link', {name: '← The comparison'}).click();
	await page.locator('.overlay canvas').first().waitFor();
	t.deepEqual(problems, []);
});

test('without scripts the matrix, the verdicts and the reasons are there, and nothing that does not work', async (t) => {
	await using opened = await openPage(browser, report, {javaScriptEnabled: false});
	const {page} = opened;
	t.is(await page.locator('.matrix tbody tr').count(), 3);
	t.true(await page.getByText('recovery: not seen within 4 s.').first().isVisible());
	t.true(await page.getByText('it closes the connection instead').isVisible());
	t.is(await page.locator('.filters').count(), 0);
	t.regex(await page.locator('noscript').innerText(), /report\.json beside it/);
});

test('filters leave the rows and columns that are asked for', async (t) => {
	await using opened = await openPage(browser, report);
	const {page} = opened;
	const rows = page.locator('.matrix tbody tr:visible');
	t.is(await rows.count(), 3);
	await page.getByLabel('Scenario', {exact: true}).fill('slow first byte');
	t.deepEqual(await rows.locator('th b').allInnerTexts(), ['slow-response']);
	t.is(await page.locator('.filters output').innerText(), '1 of 3 scenarios');
	await page.getByLabel('Scenario', {exact: true}).fill('');
	await page.getByLabel('Verdict', {exact: true}).selectOption('skipped');
	t.deepEqual(await rows.locator('th b').allInnerTexts(), ['reset-before-headers']);
	await page.getByLabel('Verdict', {exact: true}).selectOption({index: 0});
	await page.getByLabel('Gateway', {exact: true}).selectOption('envoy');
	t.deepEqual(await page.locator('.matrix thead th:visible').allInnerTexts(), ['Scenario', 'envoy default']);
});

test('by keys alone a reader walks the matrix, opens a run, reads its timeline, and comes back to where they were', async (t) => {
	await using opened = await openPage(browser, report);
	const {page} = opened;
	const focused = async (): Promise<string> => await page.evaluate(() => document.activeElement?.getAttribute('href') ?? '');
	await page.locator('.matrix td a').first().focus();
	t.is(await focused(), '#run-1');
	await page.keyboard.press('ArrowDown');
	t.is(await focused(), '#run-2');
	await page.keyboard.press('ArrowRight');
	t.is(await focused(), '#run-3');
	await page.keyboard.press('ArrowRight');
	t.is(await focused(), '#run-4');
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('Tab');
	t.is(await focused(), '#run-4', 'the matrix is one stop of the tab key');
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => document.documentElement.dataset['shown'] === 'run-4');
	t.regex(await page.evaluate(() => document.activeElement?.textContent ?? ''), /slow-response.*repeat 2/);
	for (let stop = 0; stop < 20 && !(await page.evaluate(() => document.activeElement?.classList.contains('plots'))); stop++) {
		await page.keyboard.press('Tab');
	}

	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	t.regex(await page.locator('.tip').innerText(), /^0\.1 s to 0\.2 s/);
	t.regex(await page.locator('.spoken').innerText(), /200\s*20/);
	await page.keyboard.press('Escape');
	t.true(await page.locator('.tip').isHidden());
	await page.keyboard.press('Escape');
	await page.waitForFunction(() => document.documentElement.dataset['shown'] === '');
	t.is(await focused(), '#run-4');
});

test('a run is zoomed by dragging, keys and buttons, and all its plots with it', async (t) => {
	await using opened = await openPage(browser, report, {hash: '#run-3'});
	const {page} = opened;
	const span = async (): Promise<readonly number[]> =>
		await page.locator('.timeline').evaluate((root) => [Number(root.dataset['from']), Number(root.dataset['to'])]);
	t.deepEqual(await span(), [0, 9000]);
	const plot = await page.locator('.plot .u-over').nth(1).boundingBox();
	t.truthy(plot);
	const {x, y, width} = plot ?? {x: 0, y: 0, width: 0};
	await page.mouse.move(x + width * 0.2, y + 40);
	await page.mouse.down();
	await page.mouse.move(x + width * 0.4, y + 45, {steps: 5});
	await page.mouse.up();
	const [from = 0, to = 0] = await span();
	t.true(Math.abs(from - 1800) < 60 && Math.abs(to - 3600) < 60, `${from} to ${to}`);
	const lastPlot = async (): Promise<string> =>
		await page
			.locator('.plot canvas')
			.last()
			.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
	const before = await lastPlot();
	await page.mouse.dblclick(x + width / 2, y + 40);
	t.deepEqual(await span(), [0, 9000]);
	t.not(await lastPlot(), before, 'the last plot follows the second');
	await page.getByRole('button', {name: 'Fault'}).click();
	t.deepEqual(await span(), [1560, 5460]);
	await page.getByRole('button', {name: 'Whole run'}).click();
	await page.locator('.plots').focus();
	await page.keyboard.press('+');
	t.deepEqual(await span(), [2250, 6750]);
	await page.keyboard.press('Escape');
	t.deepEqual(await span(), [0, 9000]);
});

test('pointing at the timeline tells outcomes, latency, and what happened then, log lines with their count', async (t) => {
	await using opened = await openPage(browser, report, {hash: '#run-1'});
	const {page} = opened;
	const plot = await page.locator('.plot .u-over').first().boundingBox();
	const {x, y, width} = plot ?? {x: 0, y: 0, width: 0};
	await page.mouse.move(x + (width * 2050) / 9000, y + 20);
	const text = await page.locator('.tip').innerText();
	t.regex(text, /^2 s to 2\.1 s/);
	t.regex(text, /502\s*20/);
	t.regex(text, /p50 .*p99 .*max/);
	t.regex(text, /app1 port closed/);
	t.regex(text, /gateway × 604 .*connect\(\) failed/);
});

test('a config is shown beside another of its scenario, changed lines marked by a sign and not by colour alone', async (t) => {
	await using opened = await openPage(browser, report, {hash: '#run-3'});
	const {page} = opened;
	await page.getByText('Config short-timeouts of nginx').click();
	await page.locator('pre').waitFor();
	t.regex(await page.locator('pre').innerText(), /proxy_read_timeout 1s/);
	await page.getByLabel('Show it').selectOption({label: 'against default'});
	await page.locator('.diff').waitFor();
	t.regex(await page.locator('.diff .removed').innerText(), /proxy_read_timeout 1s/);
	t.regex(await page.locator('.diff .added').innerText(), /proxy_read_timeout 3s/);
	t.deepEqual(
		(await page.locator('.diff td.sign').allInnerTexts()).filter((sign) => sign !== ''),
		['−', '+'],
	);
});

test('runs of a scenario are laid over one another, and more can be chosen', async (t) => {
	await using opened = await openPage(browser, report);
	const {page} = opened;
	await page.locator('tr[data-scenario="slow-response"] .compare-link').click();
	await page.locator('.compare').waitFor();
	t.deepEqual(
		(await page.locator('.compare thead th').allInnerTexts()).map((name) => name.trim()),
		['nginx · default', 'nginx · short-timeouts', 'nginx · short-timeouts · repeat 2'],
	);
	await page.getByRole('checkbox', {name: 'envoy · default'}).check();
	await page.waitForFunction(() => document.documentElement.dataset['shown'] === 'compare-2-3-4-8');
	t.is(await page.locator('.compare thead th').count(), 4);
	t.is(await page.locator('.plot canvas').count(), 3);
	t.true(await page.locator('.diff').isVisible());
});

test('a plot is drawn again in the colours of the other scheme', async (t) => {
	await using opened = await openPage(browser, report, {hash: '#run-1', colorScheme: 'light'});
	const {page} = opened;
	const ground = async (): Promise<readonly number[]> => await pixel(page, 1, 0.1, 0.8);
	t.deepEqual(await ground(), [165, 214, 193]);
	await page.emulateMedia({colorScheme: 'dark'});
	await redrawn(page);
	t.deepEqual(await ground(), [43, 102, 80]);
});

test('on paper everything is unfolded, in light colours, without buttons', async (t) => {
	await using opened = await openPage(browser, report, {hash: '#run-3', colorScheme: 'dark'});
	const {page} = opened;
	await page.emulateMedia({media: 'print', colorScheme: 'dark'});
	await redrawn(page);
	t.true(await page.locator('.zoom').isHidden());
	t.true(await page.locator('.crumbs').isHidden());
	t.true(await page.getByText('request 405 due 2030.0 ms: timeout-first-byte').isVisible());
	t.is(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
	t.deepEqual(await pixel(page, 1, 0.1, 0.8), [165, 214, 193]);
	const paper = await page.pdf({format: 'A4', printBackground: true});
	t.true(paper.length > 20_000);
});

/** Everything that can be unfolded. */
async function openAll(page: Page): Promise<void> {
	await page.evaluate(() => {
		for (const details of document.querySelectorAll('details')) details.open = true;
	});
	if ((await page.locator('#config-choice').count()) > 0) {
		await page.locator('#config-choice').selectOption({index: 1});
		await page.locator('.diff').waitFor();
	}
}

/** WCAG 2.2 A and AA, and the checker's own best practices. */
async function violations(page: Page): Promise<readonly string[]> {
	await page.evaluate(checker);
	return await page.evaluate(async () => {
		const {violations: found} = await axe.run();
		return found.flatMap(({id, help, nodes}) =>
			nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
		);
	});
}

/** The page hears of a change before the next frame is drawn. */
async function redrawn(page: Page): Promise<void> {
	await page.evaluate(async () => await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Red, green and blue of a place in a plot, given as shares of its area. */
async function pixel(page: Page, plot: number, right: number, down: number): Promise<readonly number[]> {
	return await page.evaluate(
		({index, x, y}) => {
			const canvas = document.querySelectorAll<HTMLCanvasElement>('.plot canvas')[index];
			const left = 64 * devicePixelRatio;
			const data = canvas?.getContext('2d')?.getImageData(left + (canvas.width - left) * x, canvas.height * y, 1, 1).data;
			return [...(data ?? [])].slice(0, 3);
		},
		{index: plot, x: right, y: down},
	);
}
