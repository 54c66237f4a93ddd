// The reporters that `--reporter` names: shipped ones by their names, a user's own by its file.
import path from 'node:path';
import {GatequakeError} from '../error.ts';
import {isRecord, problem} from '../expectations/options.ts';
import type {OptionProblem} from '../expectations/expectation.ts';
import {nearestName} from '../expectations/nearest-name.ts';
import {isReporterName, reporters} from '../report/reporters.ts';
import type {Reporter} from '../report/reporters.ts';
import {importDefault} from '../scenario/import-default.ts';

/** What is wrong with a word of `--reporter`, as far as it can be seen without loading a file; null where nothing is. */
export function reporterProblem(words: string): string | null {
	const unknown = words.split(',').find((word) => !isReporterName(word) && !isFile(word));
	if (unknown === undefined) {
		return null;
	}

	const nearest = nearestName(unknown, Object.keys(reporters));
	return `must be of ${Object.keys(reporters).join(', ')}, or a file of your own such as ./mine.ts${nearest === undefined ? '' : ` (did you mean ${nearest}?)`}`;
}

/** @throws GatequakeError `BAD_REPORTER` (exit code 2) with what to write, where a file is no reporter. */
export async function loadReporters(words: readonly string[], cwd: string): Promise<readonly Reporter[]> {
	return await Promise.all(
		words.map(async (word) => (isReporterName(word) ? reporters[word] : await ownReporter(path.resolve(cwd, word)))),
	);
}

function isFile(word: string): boolean {
	return /[/\\]|\.[cm]?[jt]s$/.test(word);
}

async function ownReporter(file: string): Promise<Reporter> {
	const reporter = await importDefault(file, {code: 'BAD_REPORTER', write: 'export default defineReporter({...})'});
	const problems: OptionProblem[] = [];
	if (!isReporter(reporter, problems)) {
		throw new GatequakeError(`${file} is no reporter:\n${problems.map(({message}) => `  ${message}`).join('\n')}`, {
			code: 'BAD_REPORTER',
			exitCode: 2,
			hint: 'write `export default defineReporter({summary, output: {fileName, render}})`; `fileName: null` prints it',
		});
	}

	return reporter;
}

function isReporter(value: unknown, problems: OptionProblem[]): value is Reporter {
	const {summary, output} = isRecord(value) ? value : {};
	const {fileName, render} = isRecord(output) ? output : {};
	if (typeof summary !== 'string') problems.push(problem('summary', 'a line that says what it makes', summary));
	if (typeof render !== 'function') problems.push(problem('output.render', 'a function from a report to pieces of text', render));
	if (fileName !== null && !(typeof fileName === 'string' && /^[\w-][\w.-]*$/.test(fileName))) {
		problems.push(problem('output.fileName', 'the name of a file without a folder, or null to print it', fileName));
	}

	return problems.length === 0;
}
