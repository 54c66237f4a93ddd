// The part of docs/linting.md that is made: the tables of rules. `node test/helpers/linting-reference.ts` writes them anew.
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {linters} from '../../src/diagnosis/lint-rules.ts';
import {projectFolder} from './source-file.ts';

export const lintingPage = path.join(projectFolder, 'docs/linting.md');

/** The page with its tables as they should be. */
export function withRules(page: string): string {
	const [start, end] = ['<!-- rules: made -->\n', '<!-- /rules -->'];
	const [from, to] = [page.indexOf(start), page.indexOf(end)];
	if (from === -1 || to === -1) {
		throw new Error('docs/linting.md has no marks for rules');
	}

	return `${page.slice(0, from + start.length)}\n${tables()}\n\n${page.slice(to)}`;
}

function tables(): string {
	return Object.entries(linters)
		.map(([gateway, {rules}]) =>
			[
				`### ${gateway}`,
				'',
				'| rule | severity | what is wrong | shown by |',
				'| --- | --- | --- | --- |',
				...rules.map(({id, severity, title, scenarios}) => `| \`${id}\` | ${severity} | ${title} | ${scenarios.join(', ')} |`),
			].join('\n'),
		)
		.join('\n\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	writeFileSync(lintingPage, withRules(readFileSync(lintingPage, 'utf8')));
}
