// A page under docs/ of which the code makes a part. Such parts stand between marks, so that prose and tables live on one page.
import path from 'node:path';
import {projectFolder} from '../source-file.ts';

export interface MadePage {
	/** From the project's folder: `docs/faults.md`. */
	readonly file: string;
	/** The page as it should be, from the page as it is. */
	make(page: string): string | Promise<string>;
}

/** For the message of a test that finds a page out of date. */
export const rewriteHint = 'it is written by: node test/helpers/made-pages.ts';

export function absolute({file}: MadePage): string {
	return path.join(projectFolder, file);
}

/** A page whose parts, by the names in their marks, are made: `<!-- rules: made -->` begins one and `<!-- /rules -->` ends it. */
export function pageWithParts(file: string, parts: () => Promise<Readonly<Record<string, string>>>): MadePage {
	return {
		file,
		async make(page) {
			return Object.entries(await parts()).reduce((text, [name, part]) => between(file, text, name, part), page);
		},
	};
}

function between(file: string, page: string, name: string, part: string): string {
	const [start, end] = [`<!-- ${name}: made -->\n`, `<!-- /${name} -->`];
	const [from, to] = [page.indexOf(start), page.indexOf(end)];
	if (from === -1 || to === -1) {
		throw new Error(`${file} has no marks for ${name}: write ${start.trim()} and ${end}`);
	}

	return `${page.slice(0, from + start.length)}\n${part}\n\n${page.slice(to)}`;
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	return [line(head), line(head.map(() => '---')), ...rows.map((cells) => line(cells.map(cell)))].join('\n');
}

function line(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}

/** A bar or an angle bracket in a sentence is no markup; within backticks angle brackets are themselves. */
function cell(text: string): string {
	const parts = text.replaceAll('|', String.raw`\|`).split('`');
	return parts.map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '&lt;') : part)).join('`');
}
