// The Markdown of this project as tests read it: fenced blocks, code in sentences, links, and the anchors that headings make.
import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {projectFolder} from './source-file.ts';

export interface MarkdownFile {
	/** From the project's folder: `docs/faults.md`. */
	readonly file: string;
	readonly text: string;
}

export interface Fence {
	/** `docs/faults.md:12`, where it begins. */
	readonly at: string;
	/** The word behind the backticks; empty where there is none. */
	readonly language: string;
	readonly lines: readonly string[];
}

/** Of the project itself: what was installed, built or reported is none of it. */
export function markdownFiles(): readonly MarkdownFile[] {
	return ['*.md', 'docs/**/*.md', 'docker/**/*.md', 'reports/*.md', 'examples/**/*.md', 'scenarios/**/*.md', 'test/**/*.md']
		.flatMap((glob) => globSync(glob, {cwd: projectFolder}))
		.filter((file) => !file.split(path.sep).includes('node_modules'))
		.toSorted()
		.map((file) => ({file, text: readFileSync(path.join(projectFolder, file), 'utf8')}));
}

/** Blocks between lines of three backticks. */
export function fencesIn({file, text}: MarkdownFile): readonly Fence[] {
	const fences: Fence[] = [];
	let open: {readonly at: string; readonly language: string; readonly lines: string[]} | null = null;
	for (const [index, line] of text.split('\n').entries()) {
		const [, language] = /^\s*```(.*)$/.exec(line) ?? [];
		if (language === undefined) open?.lines.push(line);
		else if (open === null) open = {at: `${file}:${index + 1}`, language: language.trim(), lines: []};
		else {
			fences.push(open);
			open = null;
		}
	}

	if (open !== null) throw new Error(`the block at ${open.at} has no end`);
	return fences;
}

/** Code within sentences and tables, without its backticks. */
export function codeIn({text}: MarkdownFile): readonly string[] {
	return [...withoutFences(text).matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, code = '']) => code.replaceAll(String.raw`\|`, '|'));
}

/** Where links and pictures lead. */
export function linksIn({text}: MarkdownFile): readonly string[] {
	const bare = withoutFences(text).replaceAll(/`[^`\n]*`/g, '``');
	return [...bare.matchAll(/\]\(([^()\s]+)\)/g), ...bare.matchAll(/<(?:img|a|source)\b[^>]*?\b(?:src|href|srcset)="([^"]+)"/g)].map(
		([, target = '']) => target,
	);
}

/** As the forge makes them from headings: `#how-it-is-measured`, a second one `#how-it-is-measured-1`. */
export function anchorsIn({text}: MarkdownFile): ReadonlySet<string> {
	const anchors = new Set<string>();
	for (const [, heading = ''] of withoutFences(text).matchAll(/^#{1,6} +(.*?)\s*#*$/gm)) {
		const slug = heading
			.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replaceAll(/\s/g, '-');
		let anchor = slug;
		for (let number = 1; anchors.has(anchor); number += 1) anchor = `${slug}-${number}`;
		anchors.add(anchor);
	}

	return anchors;
}

function withoutFences(text: string): string {
	return text.replaceAll(/^\s*```[\s\S]*?^\s*```.*$/gm, '').replaceAll(/<!--[\s\S]*?-->/g, '');
}
