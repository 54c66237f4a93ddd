// Gatequake itself as an image: the one that runs, with all that npm would install. So what it makes in a container has the same tags as here.
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {folderEntries} from './image-context.ts';
import type {ContextEntry} from './image-context.ts';
import {isSource, packageEntries, packageFolder} from './image-programs.ts';

/** Entries for /opt/gatequake. */
export async function toolEntries(): Promise<readonly ContextEntry[]> {
	const folders = isSource ? ['src', 'scenarios', 'docker', 'apps'] : ['dist', 'docker', 'apps'];
	const files = isSource ? ['package.json'] : ['package.json', 'src/setup/gatequake'];
	const found = await Promise.all([
		...folders.map(async (folder) =>
			(await folderEntries(path.join(packageFolder, folder))).map((entry) => ({
				...entry,
				path: path.posix.join('gatequake', folder, entry.path),
			})),
		),
		...files.map(async (file) => [
			{kind: 'file' as const, path: path.posix.join('gatequake', file), content: await readFile(path.join(packageFolder, file))},
		]),
	]);
	// package.json is ours; it has dependencies.
	const {dependencies}: {dependencies: object} = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'));
	return [...found.flat(), ...(await packageEntries(new Set(Object.keys(dependencies)), packageFolder))];
}
