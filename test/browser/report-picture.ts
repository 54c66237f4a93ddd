// The picture of a report in README.md and docs/, from a real one: `node test/browser/report-picture.ts REPORT-FOLDER RUN` writes
// docs/report.png, the upper part of the view of that run (`upstream-killed.nginx.default.1`), in light colours.
import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseReport} from '../../src/report/parse-report.ts';
import {runKey} from '../../src/report/page-data.ts';
import {openPage, startBrowser} from './open-page.ts';

const picture = fileURLToPath(new URL('../../docs/report.png', import.meta.url));
/** Pages are read on slow lines, too. */
const mostBytes = 300_000;

const [folder = '', id = ''] = process.argv.slice(2);
const report = parseReport(readFileSync(path.join(folder, 'report.json'), 'utf8'));
const index = report.runs.findIndex((run) => run.id === id);
if (index === -1) throw new Error(`${folder} has no run ${id}; it has ${report.runs.map((run) => run.id).join(', ')}`);
await using browser = await startBrowser();
await using opened = await openPage(browser, report, {
	hash: `#${runKey(index)}`,
	colorScheme: 'light',
	viewport: {width: 1200, height: 1060},
});
await opened.page.screenshot({path: picture});
const {size} = statSync(picture);
if (size > mostBytes) throw new Error(`${picture} has ${size} bytes, more than ${mostBytes}`);
console.log(`${picture}: ${size} bytes`);
