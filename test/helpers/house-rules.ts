// The rules of the house that a machine can check, each a pure function from source files to complaints. `borders.test.ts` runs them
// over the project; `house-rules.test.ts` shows that each can complain.
import {isBuiltin} from 'node:module';
import path from 'node:path';
import type {SourceFile} from './source-file.ts';

/** Folder below src/: `faults` for `src/faults/kill.ts`; empty for `src/error.ts`. */
export function folderOf(file: string): string {
	const [top, folder = '', ...rest] = file.split('/');
	return top === 'src' && rest.length > 0 ? folder : '';
}

/** What only some may import, types left aside. */
export function importedOutside(
	files: readonly SourceFile[],
	{packages, allowed}: {readonly packages: readonly string[]; readonly allowed: (file: string) => boolean},
): readonly string[] {
	return files
		.filter((file) => !allowed(file.path))
		.flatMap((file) =>
			file.imports
				.filter(({target, typeOnly}) => !typeOnly && packages.includes(target))
				.map(({target}) => `${file.path} imports ${target}`),
		);
}

/** Types of these packages too: their shapes must not leak across the border. */
export function typesImportedOutside(
	files: readonly SourceFile[],
	{packages, allowed}: {readonly packages: readonly string[]; readonly allowed: (file: string) => boolean},
): readonly string[] {
	return files
		.filter((file) => !allowed(file.path))
		.flatMap((file) =>
			file.imports
				.filter(({target, typeOnly}) => typeOnly && packages.includes(target))
				.map(({target}) => `${file.path} imports types of ${target}`),
		);
}

/** At run time, files of these folders import from nowhere but the places that `allowed` names: folders, files, builtins, packages. */
export function importsBeyond(files: readonly SourceFile[], folders: readonly string[], allowed: readonly string[]): readonly string[] {
	return files
		.filter((file) => folders.includes(folderOf(file.path)))
		.flatMap((file) =>
			file.imports
				.filter(({target, typeOnly}) => !typeOnly && !allowed.includes(target) && !allowed.includes(folderOf(target)))
				.map(({target}) => `${file.path} imports ${target}`),
		);
}

const impure: readonly (readonly [RegExp, string])[] = [
	[/\bDate\.now\(/, 'Date.now()'],
	[/\bnew Date\(\s*\)/, 'new Date()'],
	[/\bperformance\.now\(/, 'performance.now()'],
	[/\bprocess\.hrtime\b/, 'process.hrtime'],
	[/\bMath\.random\(/, 'Math.random()'],
	[/\brandomUUID\(|\brandomBytes\(|\brandomInt\(/, 'randomness'],
	[/\bset(?:Timeout|Interval|Immediate)\(/, 'a timer'],
	[/\bfetch\(/, 'fetch()'],
];

/** Clock, randomness, timers and network that need no import. */
export function impureCalls(files: readonly SourceFile[], folders: readonly string[]): readonly string[] {
	return files
		.filter((file) => folders.includes(folderOf(file.path)))
		.flatMap((file) => impure.filter(([pattern]) => pattern.test(file.code)).map(([, what]) => `${file.path} uses ${what}`));
}

/** Everything that programs load when they run. */
export function loadedBy(files: readonly SourceFile[], programs: readonly string[]): ReadonlySet<string> {
	const byPath = new Map(files.map((file) => [file.path, file]));
	const loaded = new Set(programs);
	for (const name of loaded) {
		for (const {target, typeOnly} of byPath.get(name)?.imports ?? []) {
			if (!typeOnly) {
				loaded.add(target);
			}
		}
	}

	return loaded;
}

/** What programs load beyond what they may: folders, files and packages by name; Node's own modules always. */
export function loadsBeyond(files: readonly SourceFile[], programs: readonly string[], allowed: readonly string[]): readonly string[] {
	return [...loadedBy(files, programs)]
		.filter((name) => !isBuiltin(name) && !allowed.includes(name) && !allowed.includes(folderOf(name)))
		.map((name) => `a program in a container loads ${name}`);
}

/** A file of another folder is imported, type or not, and is none of its doors. */
export function pastTheDoors(files: readonly SourceFile[], doors: Readonly<Record<string, readonly string[]>>): readonly string[] {
	return files.flatMap((file) =>
		file.imports
			.map(({target}) => target)
			.filter((target) => folderOf(target) !== '' && folderOf(target) !== folderOf(file.path))
			.filter((target) => doors[folderOf(target)]?.includes(path.posix.basename(target)) !== true)
			.map((target) => `${file.path} imports ${target}, which is no door of ${folderOf(target)}`),
	);
}

/** Doors that nobody from outside uses, or that are gone. */
export function unusedDoors(files: readonly SourceFile[], doors: Readonly<Record<string, readonly string[]>>): readonly string[] {
	const used = new Set(
		files.flatMap((file) => file.imports.map(({target}) => target).filter((target) => folderOf(target) !== folderOf(file.path))),
	);
	return Object.entries(doors)
		.flatMap(([folder, names]) => names.map((name) => `src/${folder}/${name}`))
		.filter((door) => !used.has(door))
		.map((door) => `${door} is called a door, and no other folder imports it`);
}

/** Folders that import one another at run time, directly or in a ring. */
export function folderCycles(files: readonly SourceFile[]): readonly string[] {
	const edges = new Map<string, Set<string>>();
	for (const file of files) {
		for (const {target, typeOnly} of file.imports) {
			const [from, to] = [folderOf(file.path), folderOf(target)];
			if (!typeOnly && from !== '' && to !== '' && from !== to) {
				edges.set(from, (edges.get(from) ?? new Set()).add(to));
			}
		}
	}

	return ringsOf(edges);
}

/** Files that import one another at run time, directly or in a ring. */
export function fileCycles(files: readonly SourceFile[]): readonly string[] {
	return ringsOf(
		new Map(
			files.map((file) => [
				file.path,
				new Set(file.imports.filter(({typeOnly, startsIt}) => !typeOnly && !startsIt).map(({target}) => target)),
			]),
		),
	);
}

/** One way round for every node that can reach itself. */
function ringsOf(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
	return [...edges.keys()].flatMap((start) => {
		const cameFrom = new Map<string, string>();
		const pending = [start];
		for (const node of pending) {
			for (const next of edges.get(node) ?? []) {
				if (next === start) {
					return [wayBack(start, node, cameFrom)];
				}

				if (!cameFrom.has(next)) {
					cameFrom.set(next, node);
					pending.push(next);
				}
			}
		}

		return [];
	});
}

function wayBack(start: string, last: string, cameFrom: ReadonlyMap<string, string>): string {
	const way = [start];
	for (let node = last; node !== start; node = cameFrom.get(node) ?? start) {
		way.unshift(node);
	}

	return [start, ...way].join(' → ');
}

/** A word of the file's name, singular, must stand in the name of something that it exports. */
export function oddlyNamed(files: readonly SourceFile[], exempt: readonly string[]): readonly string[] {
	return files
		.filter((file) => !exempt.includes(file.path))
		.filter((file) => {
			const words = path.posix
				.basename(file.path, '.ts')
				.split('-')
				.map((word) => word.replace(/s$/, ''));
			return !file.exports.some((name) => words.some((word) => name.toLowerCase().includes(word)));
		})
		.map((file) => `${file.path} is named after none of its exports: ${file.exports.join(', ') || 'it has none'}`);
}

export function sayingNothing(files: readonly SourceFile[]): readonly string[] {
	return files
		.filter((file) => /^(?:utils?|helpers?|types?|common|misc|shared)$/.test(path.posix.basename(file.path, '.ts')))
		.map((file) => `${file.path} has a name that says nothing`);
}

export function tooLong(files: readonly SourceFile[], lines: number, exempt: readonly string[]): readonly string[] {
	return files.filter((file) => file.lines > lines && !exempt.includes(file.path)).map((file) => `${file.path} has ${file.lines} lines`);
}

/** The first lines of a scenario are its story; the fourth is no comment any more. */
export function storyProblems(file: string, text: string): readonly string[] {
	const lines = text.split('\n');
	const story = lines.findIndex((line) => !line.startsWith('// '));
	return story === 3 ? [] : [`${file} opens with ${story} lines of prose instead of three`];
}
