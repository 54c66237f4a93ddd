// The pages under docs/ that the code makes, wholly or in part. `node test/helpers/made-pages.ts` writes them all, with words after it those
// whose files' names have one of them. To add one: a file in reference/, and a line here.
import {readFileSync, writeFileSync} from 'node:fs';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {commandsPage} from './reference/commands-page.ts';
import {diagnosisPage} from './reference/diagnosis-page.ts';
import {expectationsPage} from './reference/expectations-page.ts';
import {faultsPage} from './reference/faults-page.ts';
import {gatewaysPage} from './reference/gateways-page.ts';
import {lintingPage} from './reference/linting-page.ts';
import {absolute} from './reference/made-page.ts';
import type {MadePage} from './reference/made-page.ts';
import {scenariosPage} from './reference/scenarios-page.ts';
import {upstreamsPage} from './reference/upstreams-page.ts';
import {usualCausesPage} from './reference/usual-causes-page.ts';

export const madePages: readonly MadePage[] = [
	scenariosPage,
	faultsPage,
	expectationsPage,
	gatewaysPage,
	upstreamsPage,
	commandsPage,
	usualCausesPage,
	diagnosisPage,
	lintingPage,
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const words = process.argv.slice(2);
	for (const page of madePages.filter(({file}) => words.length === 0 || words.some((word) => file.includes(word)))) {
		writeFileSync(absolute(page), await page.make(readFileSync(absolute(page), 'utf8')));
	}
}
