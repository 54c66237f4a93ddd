// A page of a report in a real Chromium, as a person opens it: a file, without a network. Everything it should not do is written down.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';
import type {Browser, BrowserContextOptions, Page} from 'playwright-core';
import {renderHtml} from '../../src/report/html.ts';
import type {Report} from '../../src/report/report.ts';
import {findBrowser} from '../../src/setup/browser.ts';

export interface OpenedPage extends AsyncDisposable {
	readonly page: Page;
	/** Errors of scripts, refusals of the page's policy, dialogs. */
	readonly problems: readonly string[];
	/** What was asked for beside the file itself. */
	readonly requests: readonly string[];
}

export interface OpenOptions extends BrowserContextOptions {
	/** Such as `#run-2`. */
	readonly hash?: string;
}

const shots = new URL('../../reports/browser/', import.meta.url);

export async function startBrowser(): Promise<Browser> {
	const executablePath = findBrowser();
	if (executablePath === null) {
		throw new Error('expected a Chromium; `npm run test:browser` sets one up');
	}

	return await chromium.launch({
		executablePath,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--no-first-run',
		],
	});
}

/** Of a report, or of text that is a page already. */
export async function openPage(browser: Browser, report: Report | string, {hash = '', ...options}: OpenOptions = {}): Promise<OpenedPage> {
	const folder = mkdtempSync(path.join(tmpdir(), 'gatequake-page-'));
	const file = path.join(folder, 'report.html');
	writeFileSync(file, typeof report === 'string' ? report : renderHtml(report));
	const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
	const page = await context.newPage();
	const problems: string[] = [];
	const requests: string[] = [];
	page.on('pageerror', (error) => problems.push(String(error)));
	page.on('console', (message) => problems.push(`${message.type()}: ${message.text()}`));
	page.on('dialog', (dialog) => {
		problems.push(`a dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on('request', (request) => {
		if (request.url() !== String(pathToFileURL(file))) requests.push(request.url());
	});
	await page.goto(String(new URL(hash, pathToFileURL(file))));
	if (options.javaScriptEnabled !== false && typeof report !== 'string') {
		await page.waitForFunction(() => document.documentElement.dataset['ready'] === 'true');
	}

	return {
		page,
		problems,
		requests,
		async [Symbol.asyncDispose]() {
			await context.close();
			rmSync(folder, {recursive: true, force: true});
		},
	};
}

/** Goes to a view of the page as a link does, and waits until it is there. */
export async function goTo(page: Page, hash: string): Promise<void> {
	await page.evaluate((address) => (location.hash = address), hash);
	await page.waitForFunction((address) => document.documentElement.dataset['shown'] === address.slice(1), hash);
}

/** Kept for people to look at. */
export async function keepShot(page: Page, name: string): Promise<string> {
	mkdirSync(shots, {recursive: true});
	const file = new URL(`${name}.png`, shots).pathname;
	await page.screenshot({path: file, fullPage: true});
	return file;
}
