// Finds scenario files by name, path or glob, imports them, and checks them. A file that throws, or has no default export, is the
// user's to mend: the error says which file, what came, and what to write.
import {existsSync, globSync, statSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {GatequakeError} from '../error.ts';
import type {ExpectationRule} from '../expectations/expectation.ts';
import {nearestName} from '../expectations/nearest-name.ts';
import {importDefault} from './import-default.ts';
import {problemLine} from './problem-line.ts';
import type {Scenario} from './scenario.ts';
import {validateScenario} from './validate-scenario.ts';

export interface LoadedScenario {
	/** File name without its ending: what people type. */
	readonly name: string;
	/** Absolute path. */
	readonly file: string;
	readonly scenario: Scenario;
}

/** Folder of the scenarios that are shipped; in the published package they are JavaScript. */
export const shippedScenarios = fileURLToPath(
	new URL(import.meta.url.endsWith('.ts') ? '../../scenarios' : '../scenarios', import.meta.url),
);

/**
 * Loads what the words name: a shipped scenario's name, a path, or a glob. No words: every shipped scenario.
 * `rules`: of all expectations there are; default: the shipped ones.
 * @throws GatequakeError with code `BAD_SCENARIO` (exit code 2) that lists every problem of every file.
 */
export async function loadScenarios(
	words: readonly string[],
	cwd: string,
	rules?: readonly ExpectationRule[],
): Promise<readonly LoadedScenario[]> {
	const problems: string[] = [];
	const files = words.length === 0 ? scenarioFiles(shippedScenarios) : words.flatMap((word) => filesFor(word, cwd, problems));
	const areAllFound = problems.length === 0;
	const loaded: LoadedScenario[] = [];
	for (const file of new Set(files)) {
		try {
			loaded.push({name: scenarioName(file), file, scenario: await importScenario(file, rules)});
		} catch (error) {
			if (!(error instanceof GatequakeError)) {
				throw error;
			}

			problems.push(error.message);
		}
	}

	if (problems.length > 0) {
		throw new GatequakeError(problems.join('\n'), {
			code: 'BAD_SCENARIO',
			exitCode: 2,
			hint: areAllFound ? 'with --dry-run a file is checked, and nothing is started' : '`gatequake list` shows the scenarios there are',
		});
	}

	return loaded;
}

function scenarioFiles(folder: string): readonly string[] {
	return globSync('**/*.{ts,js,mjs}', {cwd: folder})
		.filter((file) => !file.endsWith('.d.ts'))
		.toSorted()
		.map((file) => path.join(folder, file));
}

function scenarioName(file: string): string {
	return path.basename(file).replace(/\.[cm]?[jt]s$/, '');
}

function filesFor(word: string, cwd: string, problems: string[]): readonly string[] {
	const asPath = path.resolve(cwd, word);
	if (existsSync(asPath) && statSync(asPath).isFile()) {
		return [asPath];
	}

	if (/[*?{[]/.test(word)) {
		// In an order of their own, so that the shards of two machines are parts of the same whole.
		const matches = globSync(word, {cwd})
			.toSorted()
			.map((file) => path.resolve(cwd, file));
		if (matches.length === 0) {
			problems.push(`no file matches \`${word}\` in ${cwd}`);
		}

		return matches;
	}

	const shipped = scenarioFiles(shippedScenarios);
	const found = shipped.find((file) => scenarioName(file) === word);
	if (found !== undefined) {
		return [found];
	}

	const nearest = nearestName(word, shipped.map(scenarioName));
	problems.push(
		/[/\\.]/.test(word)
			? `there is no scenario file ${asPath}`
			: `there is no scenario \`${word}\`${nearest === undefined ? '' : `; did you mean \`${nearest}\`?`}`,
	);
	return [];
}

async function importScenario(file: string, rules?: readonly ExpectationRule[]): Promise<Scenario> {
	const checked = validateScenario(await importDefault(file, {code: 'BAD_SCENARIO', write: 'export default defineScenario({...})'}), rules);
	if (!checked.ok) {
		const lines = checked.problems.map((problem) => `  ${problemLine(problem)}`);
		throw new GatequakeError(`${file} is not a scenario that can be run:\n${lines.join('\n')}`, {code: 'BAD_SCENARIO', exitCode: 2});
	}

	return checked.scenario;
}
