// Pages of large suites and of long runs: small enough to mail, quick to open, and nothing is lost in drawing.
import {execFile} from 'node:child_process';
import process from 'node:process';
import {promisify} from 'node:util';
import test from 'ava';
import type {Page} from 'playwright-core';
import {renderHtml} from '../../src/report/html.ts';
import {launcherMemory} from '../helpers/launcher-memory.ts';
import {buildReport, chartOf, passingRun} from '../helpers/report-builder.ts';
import {goTo, openPage, startBrowser} from './open-page.ts';
import {largeReport} from './sample-reports.ts';

const browser = await startBrowser();
test.after.always(async () => {
	await browser.close();
});

// 7.3 to 9.9 s were measured, by the same program on the same machine on two days: the bound leaves room for a slow one.
test('a report of 300 runs and 3 million samples is built from them in some 10 s and 400 MB, and a run is diagnosed in some 30 ms', async (t) => {
	const built = await buildApart(300);
	t.log(JSON.stringify(built));
	t.is(built.samples, 3_000_000);
	t.true(built.cpuMs < 15_000, `${built.cpuMs} ms`);
	t.true(built.diagnosisMs / 300 < 100, `${built.diagnosisMs / 300} ms for the diagnosis of a run`);
	t.true(built.peakBytes < 400 * 2 ** 20, `${built.peakBytes} bytes`);
});

test('a report of 12 runs is built from their samples within some 1 s, and weighs 1.5 MB at most', async (t) => {
	const built = await buildApart(12);
	t.log(JSON.stringify(built));
	t.true(built.cpuMs < 1500, `${built.cpuMs} ms`);
	t.true((built.sizes['report.html'] ?? Number.POSITIVE_INFINITY) < 1.5e6);
});

test('the page of 301 runs that are all different weighs 8 MB at most, and can be used within 1.5 s', async (t) => {
	const report = largeReport({scenarios: 43, lengthMs: 50_000});
	t.is(report.runs.length, 301);
	const html = renderHtml(report);
	t.true(Buffer.byteLength(html) < 8e6, `${html.length} bytes`);
	await using opened = await openPage(browser, report);
	const {page} = opened;
	const {cpuMs, readyMs} = await loadAgain(page);
	t.log(`page ${(html.length / 1e6).toFixed(2)} MB, usable after ${readyMs.toFixed(0)} ms, of them ${cpuMs.toFixed(0)} ms at work`);
	t.true(cpuMs < 1500, `${cpuMs} ms`);
	t.is(await page.locator('.matrix td a').count(), 301);
	await goTo(page, '#run-301');
	t.is(await page.locator('.plot canvas').count(), 6);
});

test('the page of 12 runs that are all different weighs 1.5 MB at most', (t) => {
	const {runs} = largeReport({scenarios: 2, lengthMs: 50_000});
	t.true(Buffer.byteLength(renderHtml(buildReport(runs.slice(0, 12)))) < 1.5e6);
});

test('one failed request in an hour is seen, and found again by zooming in', async (t) => {
	const hour = chartOf(3_600_000, (atMs) => (atMs === 1_234_500 ? {200: 19, 502: 1} : {200: 20}));
	await using opened = await openPage(
		browser,
		buildReport([passingRun({chart: hour, fault: null, outages: [], recovery: null, events: []})]),
		{hash: '#run-1'},
	);
	const {page} = opened;
	const reds = async (): Promise<number> =>
		await page.evaluate(() => {
			const canvas = document.querySelectorAll<HTMLCanvasElement>('.plot canvas')[1];
			const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
			let count = 0;
			for (let at = 0; at < data.length; at += 4) {
				count += (data[at] ?? 0) > 180 && (data[at + 1] ?? 255) < 110 ? 1 : 0;
			}

			return count;
		});
	t.regex(await page.locator('.note').innerText(), /worst 100 ms of \d/);
	const seen = await reds();
	t.true(seen >= 2 && seen < 60, `${seen} pixels`);
	await page.locator('.plots').focus();
	const plot = await page.locator('.plot .u-over').nth(1).boundingBox();
	const {x, y, width} = plot ?? {x: 0, y: 0, width: 0};
	for (let round = 0; round < 4; round++) {
		const [from, to] = await page.locator('.timeline').evaluate((root) => [Number(root.dataset['from']), Number(root.dataset['to'])]);
		const middle = x + (width * (1_234_550 - from)) / (to - from);
		await page.mouse.move(Math.max(x + 1, middle - 12), y + 60);
		await page.mouse.down();
		await page.mouse.move(Math.min(x + width - 1, middle + 12), y + 60, {steps: 3});
		await page.mouse.up();
	}

	await page.mouse.move(x + width / 2 + 1, y + 60);
	t.is(await page.locator('.note').innerText(), '');
	t.true((await reds()) > 60);
});

/** How long the page works until it can be used: time of its processor, which other programs on the machine do not lengthen. */
async function loadAgain(page: Page): Promise<{readonly cpuMs: number; readonly readyMs: number}> {
	const session = await page.context().newCDPSession(page);
	await session.send('Performance.enable', {timeDomain: 'threadTicks'});
	const workedMs = async (): Promise<number> =>
		1000 * ((await session.send('Performance.getMetrics')).metrics.find(({name}) => name === 'TaskDuration')?.value ?? Number.NaN);
	const beforeMs = await workedMs();
	await page.reload();
	await page.waitForFunction(() => document.documentElement.dataset['ready'] === 'true');
	const cpuMs = (await workedMs()) - beforeMs;
	return {cpuMs, readyMs: await page.evaluate(() => performance.getEntriesByName('ready')[0]?.startTime ?? Number.NaN)};
}

interface Built {
	readonly samples: number;
	/** Of the thread that builds: other programs on the machine do not lengthen it. */
	readonly cpuMs: number;
	/** Of that thread too, for the diagnoses, which are made at the end of each run. */
	readonly diagnosisMs: number;
	readonly peakBytes: number;
	readonly sizes: Readonly<Record<string, number>>;
}

/** In a process of its own, whose memory holds nothing else. */
async function buildApart(runs: number): Promise<Built> {
	const program = new URL('build-large.ts', import.meta.url).pathname;
	const {stdout} = await promisify(execFile)(process.execPath, [...launcherMemory(), '--no-warnings', program, String(runs)]);
	const built: Built = JSON.parse(stdout);
	return built;
}
