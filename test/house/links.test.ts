// Every link of the project's Markdown that stays within the project leads somewhere.
import {existsSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {anchorsIn, codeIn, fencesIn, linksIn, markdownFiles} from '../helpers/markdown.ts';
import type {MarkdownFile} from '../helpers/markdown.ts';
import {projectFolder} from '../helpers/source-file.ts';

/** What is wrong with the links of one page. */
function brokenLinks(page: MarkdownFile, pages: readonly MarkdownFile[]): readonly string[] {
	return linksIn(page)
		.filter((target) => !/^[a-z][a-z\d+.-]*:/i.test(target))
		.flatMap((target) => {
			const [place = '', anchor] = target.split('#');
			const file = place === '' ? page.file : path.posix.join(path.posix.dirname(page.file), decodeURIComponent(place));
			if (file.startsWith('..') || !isThere(file, pages)) return [`${page.file} leads to ${target}, and there is no ${file}`];
			if (anchor === undefined) return [];
			const other = pages.find((candidate) => candidate.file === file);
			return other !== undefined && anchorsIn(other).has(anchor)
				? []
				: [`${page.file} leads to ${target}, and ${file} has no heading #${anchor}`];
		});
}

function isThere(file: string, pages: readonly MarkdownFile[]): boolean {
	return pages.some((page) => page.file === file) || existsSync(path.join(projectFolder, file));
}

const pages = markdownFiles();

test('every link within the project leads to a file, and to a heading where it names one', (t) => {
	t.true(pages.length > 20);
	t.true(pages.flatMap(linksIn).length > 500);
	t.deepEqual(
		pages.flatMap((page) => brokenLinks(page, pages)),
		[],
	);
});

test('every page of docs/ is in its index', (t) => {
	const index = pages.find(({file}) => file === 'docs/README.md');
	const listed = new Set(index === undefined ? [] : linksIn(index));
	t.deepEqual(
		pages.map(({file}) => file).filter((file) => /^docs\/(?!README)/.test(file) && !listed.has(path.posix.basename(file))),
		[],
	);
});

test('a file that is not there and a heading that is not there are found; what looks like a link in code is none', (t) => {
	const page = {
		file: 'docs/a.md',
		text: '# One `two`\n\n[a](../README.md) [b](gone.md) [c](#one-two) [d](#two) `[e](nowhere.md)`\n```text\n[f](nowhere.md)\n```\n![g](../gone.png)',
	};
	t.deepEqual(brokenLinks(page, [page]), [
		'docs/a.md leads to gone.md, and there is no docs/gone.md',
		'docs/a.md leads to #two, and docs/a.md has no heading #two',
		'docs/a.md leads to ../gone.png, and there is no gone.png',
	]);
});

test('anchors are as the forge makes them', (t) => {
	const text = "# What's new, in `a`?\n## Twice\n## Twice\n```sh\n# no heading\n```\n### [A link](b.md): x_y";
	t.deepEqual([...anchorsIn({file: 'a.md', text})], ['whats-new-in-a', 'twice', 'twice-1', 'a-link-x_y']);
});

test('blocks have a language and lines; a block without an end is refused', (t) => {
	const text = 'a `b` c\n```sh\nnpm start\n```\n`d`';
	t.deepEqual(fencesIn({file: 'a.md', text}), [{at: 'a.md:2', language: 'sh', lines: ['npm start']}]);
	t.deepEqual(codeIn({file: 'a.md', text}), ['b', 'd']);
	t.throws(() => fencesIn({file: 'a.md', text: '```sh'}), {message: 'the block at a.md:1 has no end'});
});
