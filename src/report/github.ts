// Annotations for GitHub Actions: workflow commands, one line each, that the runner turns into notes at the scenario's file.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
import {baselineLines, worseOf} from './baseline-phrases.ts';
import {printable} from './printable.ts';
import type {Report, RunReport} from './report.ts';
import {countsPhrase, exitPhrase, isGreen, runName} from './run-phrases.ts';

/** The runner shows ten of a kind for each step; what comes beyond only fills its log. */
const mostAnnotations = 50;
/** The runner cuts long messages. */
const mostCharacters = 4000;

export function renderGithub(report: Report): string {
	const {baseline} = report;
	const notes = [
		...report.errors.map((error) => command('error', {title: 'gatequake'}, [error])),
		...report.runs.flatMap((run) => annotationOf(run, report)),
		...(baseline === null
			? []
			: baselineLines(baseline).map((line) => command('notice', {title: 'gatequake: since the baseline'}, [line]))),
	];
	const more = notes.length - mostAnnotations;
	const closing = command('notice', {title: 'gatequake'}, [`${countsPhrase(report.counts)}; ${exitPhrase(report)}`]);
	return [...notes.slice(0, mostAnnotations), ...(more > 0 ? [`${more} more annotations are in the report`] : []), closing, ''].join('\n');
}

/** An error where the command fails for it; otherwise a warning. */
function annotationOf(run: RunReport, {baseline, exitCode}: Report): readonly string[] {
	const worse = worseOf(run, baseline);
	if (isGreen(run) && worse.length === 0) {
		return [];
	}

	const isAllowed = run.cleanup.ok && (run.verdict === 'inconclusive' ? exitCode === 0 : baseline !== null && worse.length === 0);
	const reasons = [...worse, ...run.reasons, ...(run.cleanup.ok ? [] : [`the cleanup failed; left: ${run.cleanup.left.join(', ')}`])];
	return [
		command(isAllowed ? 'warning' : 'error', {file: run.file, title: `${runName(run)}: ${run.verdict}`}, [
			...reasons,
			`repeat: ${run.repro}`,
		]),
	];
}

function command(kind: 'error' | 'warning' | 'notice', properties: Readonly<Record<string, string>>, lines: readonly string[]): string {
	const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
	return `::${kind} ${written.join(',')}::${escapeData(lines)}`;
}

/** Nothing from a log may end the line, and so begin a command of its own. */
function escapeData(lines: readonly string[]): string {
	return lines.map((line) => cut(printable(line)).replaceAll('%', '%25')).join('%0A');
}

function escapeProperty(value: string): string {
	return cut(printable(value)).replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function cut(text: string): string {
	return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`;
}
