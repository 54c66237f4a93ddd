// A source file as the house rules see it: what it imports, what it exports, and its code without comments and strings.
import {readFileSync, globSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

export interface SourceImport {
	/** `src/faults/fault.ts` for a file of the project, otherwise as written: `node:fs`, `dockerode`. */
	readonly target: string;
	/** Gone when the file runs. */
	readonly typeOnly: boolean;
	/** Run as a worker or a program of its own: a module graph of its own, too. */
	readonly startsIt: boolean;
}

export interface SourceFile {
	/** From the project's folder: `src/faults/kill.ts`. */
	readonly path: string;
	readonly imports: readonly SourceImport[];
	readonly exports: readonly string[];
	/** Without comments; strings are empty. */
	readonly code: string;
	readonly lines: number;
}

export const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

/** All files that match a glob, from the project's folder. */
export function readSources(glob: string): readonly SourceFile[] {
	return globSync(glob, {cwd: projectFolder})
		.toSorted()
		.map((file) => parseSource(file, readFileSync(path.join(projectFolder, file), 'utf8')));
}

export function parseSource(file: string, text: string): SourceFile {
	const bare = withoutComments(text);
	return {
		path: file,
		imports: importsIn(bare).map(({specifier, ...how}) => ({
			...how,
			target: specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier,
		})),
		exports: exportsIn(bare),
		code: bare.replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''"),
		lines: text.split('\n').length - 1,
	};
}

/** A line comment begins a line or follows a space: in `https://` it does neither. */
function withoutComments(text: string): string {
	return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

/** Static and dynamic imports, re-exports, and the workers and programs that are named by `new URL('x.ts', import.meta.url)`. */
function importsIn(bare: string): readonly (Omit<SourceImport, 'target'> & {readonly specifier: string})[] {
	const statements = bare.matchAll(/^(?:import|export)\b(?<type>\s+type\b)?[^'"`;=(]*?\bfrom\s*['"](?<specifier>[^'"]+)['"]/gm);
	const sideEffects = bare.matchAll(/^import\s*['"](?<specifier>[^'"]+)['"]/gm);
	const calls = bare.matchAll(/\bimport\(\s*['"](?<specifier>[^'"]+)['"]\s*\)/g);
	const urls = bare.matchAll(/\bnew URL\(\s*['"](?:\.\/)?(?<specifier>[^'"]+\.[jt]s)['"],\s*import\.meta\.url\s*\)/g);
	return [
		...[...statements, ...sideEffects, ...calls].map(({groups}) => ({
			specifier: groups?.['specifier'] ?? '',
			typeOnly: groups?.['type'] !== undefined,
			startsIt: false,
		})),
		...[...urls].map(({groups}) => ({specifier: `./${groups?.['specifier']}`, typeOnly: false, startsIt: true})),
	];
}

function exportsIn(bare: string): readonly string[] {
	const declared = bare.matchAll(/^export\s+(?:declare\s+)?(?:async\s+)?(?:const|let|function\*?|class|interface|type)\s+(?<name>\w+)/gm);
	const listed = bare.matchAll(/^export\s+(?:type\s+)?\{(?<names>[^}]*)\}/gm);
	return [
		...[...declared].map(({groups}) => groups?.['name'] ?? ''),
		...[...listed].flatMap(({groups}) =>
			(groups?.['names'] ?? '').split(',').map(
				(name) =>
					name
						.trim()
						.split(/\s+as\s+/)
						.at(-1) ?? '',
			),
		),
	].filter((name) => name !== '');
}
