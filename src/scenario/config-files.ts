// What a user's config names and what lies beside it (certificates, included files) goes into the container along with it, at the same place
// relative to it. So a config that works in its own folder works here unchanged.
import {globSync, readFileSync, realpathSync, statSync} from 'node:fs';
import path from 'node:path';
import type {ConfigFile} from './plan.ts';

export interface FilesBeside {
	readonly files: readonly ConfigFile[];
	readonly problems: readonly string[];
}

const mostFiles = 500;
const mostBytes = 8 * 1024 * 1024;

/** `configPath` is where the config stands in the container: absolute names in its folder there mean the folder of `file` here. */
export function configFiles({file, text}: {readonly file: string; readonly text: string}, configPath: string): FilesBeside {
	const folder = path.dirname(file);
	const inside = path.posix.dirname(configPath);
	const found = new Map<string, string>();
	const problems: string[] = [];
	const queue = [text];
	let bytes = 0;
	for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
		for (const name of namesIn(next, inside).flatMap((word) => filesNamed(word, folder))) {
			if (found.has(name) || path.join(folder, name) === file) {
				continue;
			}

			const content = readText(path.join(folder, name));
			bytes += content?.length ?? 0;
			if (content === null) {
				problems.push(`${file} names ${name}, which lies beside it and is no text: it cannot be taken along`);
			} else if (found.size === mostFiles || bytes > mostBytes) {
				return {files: [], problems: [`${file} names more than ${mostFiles} files or 8 MiB beside it: put it into a folder of its own`]};
			} else {
				found.set(name, content);
				queue.push(content);
			}
		}
	}

	return {files: [...found].map(([name, content]) => ({path: path.posix.join(inside, name), content})), problems};
}

/** Words of a config that may be names of files in its own folder, relative to it. */
function namesIn(text: string, inside: string): readonly string[] {
	const words = new Set(text.split(/[\s;"'`{}(),=<>]+/));
	return [...words].flatMap((word) => {
		const relative = word.startsWith(`${inside}/`) ? word.slice(inside.length + 1) : word;
		return relative === '' || relative.length > 255 || path.isAbsolute(relative) || relative.split('/').includes('..')
			? []
			: [path.posix.normalize(relative)];
	});
}

function filesNamed(word: string, folder: string): readonly string[] {
	const names = /[*?[]/.test(word) ? (/^[\w./*?[\]-]*\w[\w./*?[\]-]*$/.test(word) ? globSync(word, {cwd: folder}).toSorted() : []) : [word];
	return names.filter((name) => isFileWithin(path.join(folder, name), folder));
}

function isFileWithin(file: string, folder: string): boolean {
	try {
		// A link that leads out of the folder is not taken along.
		return statSync(file).isFile() && realpathSync(file).startsWith(`${realpathSync(folder)}${path.sep}`);
	} catch {
		return false;
	}
}

function readText(file: string): string | null {
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(readFileSync(file));
	} catch {
		return null;
	}
}
