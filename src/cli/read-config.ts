// Reads a config and what it includes: from where it says, or from beside it, so that a copy of /etc/nginx may be read anywhere.
import {globSync, readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {GatequakeError} from '../error.ts';
import type {ConfigText, IncludedTexts} from '../diagnosis/lint-config.ts';

/** `-` is standard input. */
export async function readConfig(word: string, cwd: string): Promise<ConfigText> {
	if (word === '-') {
		return {name: null, text: await text(process.stdin)};
	}

	const name = path.resolve(cwd, word);
	try {
		return {name, text: await readFile(name, 'utf8')};
	} catch (error) {
		throw new GatequakeError(
			`expected a config in ${name}, and it cannot be read: ${error instanceof Error ? error.message : String(error)}`,
			{code: 'NO_FILE', exitCode: 2, cause: error, hint: 'is the name right, and may you read it (sudo)?'},
		);
	}
}

/** nginx takes relative names from the folder of its first file. */
export function includedBeside([main]: readonly ConfigText[]): IncludedTexts {
	const folder = main === undefined || main.name === null ? null : path.dirname(main.name);
	return (pattern) => {
		const beside = folder === null ? [] : [path.resolve(folder, pattern), path.join(folder, pattern.replace(/^\/etc\/nginx\//, ''))];
		const tried = folder === null && path.isAbsolute(pattern) ? [pattern] : beside;
		const found = tried.map((name) => globSync(name).toSorted()).find((names) => names.length > 0);
		if (found === undefined) {
			return /[*?[]/.test(pattern) ? [] : null;
		}

		try {
			return found.map((name) => ({name, text: readFileSync(name, 'utf8')}));
		} catch {
			return null;
		}
	};
}
