// JUnit XML for CI systems (GitLab, Jenkins, GitHub reporters): a suite a scenario file, a test case a run.
// A failed run is a <failure>. An inconclusive one is an <error>, since it proved nothing and is not green; where the exit code says that
// inconclusive runs are only a warning, it is <skipped>. A passed run whose cleanup failed is an <error> too. What each expectation
// expected and saw is the text of that element, the part that every CI system shows. With a baseline a <failure> is what got worse since,
// and a run that failed there too, or is new, is <skipped>.
import {baselineCounts, baselineLines, worseOf} from './baseline-phrases.ts';
import {escapeMarkup} from './markup.ts';
import type {Report, RunReport} from './report.ts';
import {clientsSaw, isGreen, ledgerPhrase, outagePhrase, recoveryPhrase, runName} from './run-phrases.ts';

export function renderJunit(report: Report): string {
	const suites = Map.groupBy(report.runs, ({file}) => file);
	const elementOf = (run: RunReport): Element => runElement(run, report);
	const totals = `${countsText(report.runs.map(elementOf))} time="${seconds(report.durationMs)}"`;
	const bodies = [...suites].map(([file, runs]) => suiteText(file, runs, report));
	return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="gatequake" ${totals}>\n${baselineProperties(report.baseline)}${bodies.join('')}</testsuites>\n`;
}

type Element = 'failure' | 'error' | 'skipped' | null;

function runElement(run: RunReport, {exitCode, baseline}: Report): Element {
	if (worseOf(run, baseline).length > 0) {
		return 'failure';
	}

	if (run.verdict === 'inconclusive') {
		return exitCode === 0 && run.cleanup.ok ? 'skipped' : 'error';
	}

	if (run.verdict === 'fail') {
		return baseline === null ? 'failure' : run.cleanup.ok ? 'skipped' : 'error';
	}

	return isGreen(run) ? null : 'error';
}

/** JUnit has no place for what is new or gone but properties. */
function baselineProperties(baseline: Report['baseline']): string {
	if (baseline === null) {
		return '';
	}

	const properties = [
		['baseline', `${baseline.source}: ${baselineCounts(baseline)}`],
		...baselineLines(baseline).map((line) => ['baseline', line]),
	];
	const elements = properties.map(([name = '', value = '']) => `<property ${attribute('name', name)} ${attribute('value', value)}/>`);
	return `<properties>${elements.join('')}</properties>\n`;
}

function countsText(elements: readonly Element[]): string {
	const count = (element: Element): number => elements.filter((one) => one === element).length;
	return `tests="${elements.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
}

function suiteText(file: string, runs: readonly RunReport[], report: Report): string {
	const timeMs = runs.reduce((sum, run) => sum + runMs(run), 0);
	const attributes = [
		attribute('name', runs[0]?.scenario ?? file),
		attribute('file', file),
		attribute('timestamp', (runs[0]?.startedAt ?? '').replace(/(\.\d+)?Z$/, '')),
		`${countsText(runs.map((run) => runElement(run, report)))} time="${seconds(timeMs)}"`,
	];
	return `<testsuite ${attributes.join(' ')}>\n${runs.map((run) => caseText(run, report)).join('')}</testsuite>\n`;
}

function caseText(run: RunReport, report: Report): string {
	const [, ...rest] = runName(run).split(' · ');
	const name = `${run.title} (${rest.join(', ')})`;
	const attributes = `${attribute('name', name)} ${attribute('classname', `${run.scenario}.${run.gateway.name}`)} ${attribute('file', run.file)} time="${seconds(runMs(run))}"`;
	return `<testcase ${attributes}>\n${propertiesText(run)}${resultText(run, report)}<system-out>${escapeLines(outputLines(run))}</system-out>\n</testcase>\n`;
}

function propertiesText(run: RunReport): string {
	const properties: readonly (readonly [string, string])[] = [
		['gateway', run.gateway.name],
		['gateway.version', run.gateway.version],
		['gateway.image', run.gateway.image],
		['gateway.digest', run.gateway.digest],
		['config', run.config.label],
		['config.hash', run.config.hash],
		['mode', run.mode],
		['retriesOfRun', String(run.retriesOfRun)],
	];
	const elements = properties.map(([name, value]) => `<property ${attribute('name', name)} ${attribute('value', value)}/>`);
	return `<properties>${elements.join('')}</properties>\n`;
}

function resultText(run: RunReport, report: Report): string {
	const element = runElement(run, report);
	if (element === null) {
		return '';
	}

	const missed = run.expectations.filter(({verdict}) => verdict !== 'pass');
	const worse = worseOf(run, report.baseline);
	const headlines = [
		...worse,
		...run.reasons,
		...missed.map(({name, expected, observed}) => `${name}: expected ${expected}, came ${observed}`),
		cleanupText(run),
	];
	const headline = headlines.find((text) => text !== '') ?? run.verdict;
	const lines = [
		...worse,
		...missed.flatMap(({name, verdict, expected, observed, evidence}) => [
			`${name}: ${verdict}`,
			`  expected: ${expected}`,
			`  came:     ${observed}`,
			...evidence.map((line) => `  | ${line}`),
		]),
		...run.reasons.map((reason) => `because: ${reason}`),
		...run.diagnosis.slice(0, 1).map(({cause, confidence, advice}) => `diagnosis: ${cause} (${confidence}). ${advice}`),
		cleanupText(run),
		`repeat: ${run.repro}`,
	].filter((line) => line !== '');
	return `<${element} ${attribute('message', headline)} ${attribute('type', typeOf(run, worse))}>${escapeLines(lines)}</${element}>\n`;
}

function typeOf({verdict}: RunReport, worse: readonly string[]): string {
	return worse.length > 0 ? 'worse' : verdict === 'pass' ? 'cleanup' : verdict;
}

function outputLines(run: RunReport): readonly string[] {
	const facts = [`clients saw: ${clientsSaw(run)}`, outagePhrase(run), recoveryPhrase(run), ledgerPhrase(run)];
	return [...facts, cleanupText(run), `repeat: ${run.repro}`].filter((line) => line !== '');
}

function cleanupText({cleanup}: RunReport): string {
	return cleanup.ok ? '' : `the cleanup failed; left: ${cleanup.left.join(', ')}`;
}

function runMs({timings}: RunReport): number {
	return timings.upMs + timings.loadMs + timings.collectMs + timings.downMs;
}

function seconds(ms: number): string {
	return (ms / 1000).toFixed(3);
}

function attribute(name: string, value: string): string {
	return `${name}="${escapeMarkup(value)}"`;
}

function escapeLines(lines: readonly string[]): string {
	return lines.map((line) => escapeMarkup(line)).join('\n');
}
