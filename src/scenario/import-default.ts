// Imports the default export of a user's file. A file that throws, or has none, is the user's to mend: the error says which file, what
// came, and what to write.
import {pathToFileURL} from 'node:url';
import {GatequakeError} from '../error.ts';
import {nearestName} from '../expectations/nearest-name.ts';
import {isRecord} from '../expectations/options.ts';
import {publicApi, resolveGatequake} from './resolve-gatequake.ts';

export interface ImportWords {
	readonly code: string;
	/** What the file should say: `export default defineScenario({...})`. */
	readonly write: string;
}

/** @throws GatequakeError with exit code 2. */
export async function importDefault(file: string, {code, write}: ImportWords): Promise<unknown> {
	resolveGatequake();
	let module: unknown;
	try {
		module = await import(pathToFileURL(file).href);
	} catch (error) {
		throw new GatequakeError(`${file} could not be loaded: ${stackOf(error)}${await meantName(error)}`, {code, exitCode: 2, cause: error});
	}

	if (!isRecord(module) || module['default'] === undefined) {
		throw new GatequakeError(`${file} has no default export: write \`${write}\``, {code, exitCode: 2});
	}

	return module['default'];
}

/** Without the loader's own frames, and those from ours on: the user looks for their line. */
function stackOf(error: unknown): string {
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	const lines = text.split('\n').filter((line) => !/^\s+at .*\bnode:internal\//.test(line));
	const ours = lines.findIndex((line) => /^\s+at /.test(line) && line.includes(ownFolder));
	return lines.slice(0, ours === -1 ? lines.length : ours).join('\n');
}

const ownFolder = new URL('../', import.meta.url).href;

/** Of a misspelt name that a file imports from `gatequake`. */
async function meantName(error: unknown): Promise<string> {
	const [, name] = /module 'gatequake' does not provide an export named '([^']+)'/.exec(error instanceof Error ? error.message : '') ?? [];
	if (name === undefined) return '';
	const api: unknown = await import(publicApi);
	const nearest = nearestName(name, isRecord(api) ? Object.keys(api) : []);
	return nearest === undefined ? '' : ` (did you mean \`${nearest}\`?)`;
}
