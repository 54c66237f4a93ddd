// A Chromium for the tests of the HTML report. Where there is none, the machine is Debian-like and the user root, Debian's own is
// installed, with consent. Anybody else is told what to do.
import {accessSync, constants} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {GatequakeError} from '../error.ts';
import {consent} from './consent.ts';
import {aptInstall, isDebianLike} from './container-engine.ts';

/** The first browser of the machine, or the one that the user named; null where there is none. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | null {
	const named = env['GATEQUAKE_CHROMIUM'];
	const folders = (env['PATH'] ?? '').split(path.delimiter);
	const candidates = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) =>
		folders.map((folder) => path.join(folder, name)),
	);
	return (named === undefined ? candidates : [named]).find(canRun) ?? null;
}

/** The browser, and a font: text without one is empty boxes. */
const packages = ['chromium', 'fonts-dejavu-core'];

export async function ensureBrowser(): Promise<void> {
	if (findBrowser() !== null) return;
	const byHand = '`apt-get install chromium`, or GATEQUAKE_CHROMIUM=/path/to/chromium';
	if (process.env['GATEQUAKE_CHROMIUM'] !== undefined || process.getuid?.() !== 0 || !isDebianLike()) {
		throw new GatequakeError('expected a Chromium for the tests of the HTML report, and found none', {
			code: 'NO_BROWSER',
			exitCode: 2,
			hint: byHand,
		});
	}

	await consent(`install ${packages.join(', ')} from the distribution, for the tests of the HTML report`, byHand);
	await aptInstall(packages);
}

function canRun(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
