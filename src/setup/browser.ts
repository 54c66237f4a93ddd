// A Chromium for the tests of the HTML report.
import {accessSync, constants} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {installDebianTool, isMissing, type DebianTool} from './debian-tool.ts';

/** The first browser of the machine, or the one that the user named; null where there is none. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | null {
	const named = env['GATEQUAKE_CHROMIUM'];
	const folders = (env['PATH'] ?? '').split(path.delimiter);
	const candidates = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) =>
		folders.map((folder) => path.join(folder, name)),
	);
	return (named === undefined ? candidates : [named]).find(canRun) ?? null;
}

export async function ensureBrowser(): Promise<void> {
	if (findBrowser() !== null) return;
	const tool: DebianTool = {
		// The browser, and a font: text without one is empty boxes.
		packages: ['chromium', 'fonts-dejavu-core'],
		wanted: 'a Chromium',
		found: 'none',
		testsOf: 'the HTML report',
		code: 'NO_BROWSER',
		byHand: '`apt-get install chromium`, or GATEQUAKE_CHROMIUM=/path/to/chromium',
	};
	// Who has named one wants that one.
	if (process.env['GATEQUAKE_CHROMIUM'] !== undefined) throw isMissing(tool);
	await installDebianTool(tool);
}

function canRun(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
