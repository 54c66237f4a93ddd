// JUnit XML for CI systems (GitLab, Jenkins, GitHub reporters): a suite a scenario file, a test case a run.
// A failed run is a <failure>; an inconclusive one is an <error>, since it proved nothing and is not green. What each expectation
// expected and saw is the text of that element, the part that every CI system shows.
import {escapeMarkup} from './markup.ts';
import type {Report, RunReport} from './report.ts';
import {clientsSaw, ledgerPhrase, outagePhrase, recoveryPhrase, runName} from './run-phrases.ts';

export function renderJunit(report: Report): string {
	const suites = Map.groupBy(report.runs, ({file}) => file);
	const {fail, inconclusive} = report.counts;
	const totals = `tests="${report.runs.length}" failures="${fail}" errors="${inconclusive}" time="${seconds(report.durationMs)}"`;
	const bodies = [...suites].map(([file, runs]) => suiteText(file, runs));
	return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="gatequake" ${totals}>\n${bodies.join('')}</testsuites>\n`;
}

function suiteText(file: string, runs: readonly RunReport[]): string {
	const count = (verdict: RunReport['verdict']): number => runs.filter((run) => run.verdict === verdict).length;
	const timeMs = runs.reduce((sum, run) => sum + runMs(run), 0);
	const attributes = [
		attribute('name', runs[0]?.scenario ?? file),
		attribute('file', file),
		attribute('timestamp', (runs[0]?.startedAt ?? '').replace(/(\.\d+)?Z$/, '')),
		`tests="${runs.length}" failures="${count('fail')}" errors="${count('inconclusive')}" skipped="0" time="${seconds(timeMs)}"`,
	];
	return `<testsuite ${attributes.join(' ')}>\n${runs.map(caseText).join('')}</testsuite>\n`;
}

function caseText(run: RunReport): string {
	const [, ...rest] = runName(run).split(' · ');
	const name = `${run.title} (${rest.join(', ')})`;
	const attributes = `${attribute('name', name)} ${attribute('classname', `${run.scenario}.${run.gateway.name}`)} ${attribute('file', run.file)} time="${seconds(runMs(run))}"`;
	return `<testcase ${attributes}>\n${propertiesText(run)}${resultText(run)}<system-out>${escapeLines(outputLines(run))}</system-out>\n</testcase>\n`;
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

function resultText(run: RunReport): string {
	if (run.verdict === 'pass') {
		return '';
	}

	const element = run.verdict === 'fail' ? 'failure' : 'error';
	const missed = run.expectations.filter(({verdict}) => verdict !== 'pass');
	const headline =
		run.reasons[0] ?? missed.map(({name, expected, observed}) => `${name}: expected ${expected}, came ${observed}`)[0] ?? run.verdict;
	const lines = [
		...missed.flatMap(({name, verdict, expected, observed, evidence}) => [
			`${name}: ${verdict}`,
			`  expected: ${expected}`,
			`  came:     ${observed}`,
			...evidence.map((line) => `  | ${line}`),
		]),
		...run.reasons.map((reason) => `because: ${reason}`),
		...run.diagnosis.slice(0, 1).map(({cause, confidence, advice}) => `diagnosis: ${cause} (${confidence}). ${advice}`),
		`repeat: ${run.repro}`,
	];
	return `<${element} ${attribute('message', headline)} ${attribute('type', run.verdict)}>${escapeLines(lines)}</${element}>\n`;
}

function outputLines(run: RunReport): readonly string[] {
	const facts = [`clients saw: ${clientsSaw(run)}`, outagePhrase(run), recoveryPhrase(run), ledgerPhrase(run)];
	const cleanup = run.cleanup.ok ? '' : `the cleanup failed; left: ${run.cleanup.left.join(', ')}`;
	return [...facts, cleanup, `repeat: ${run.repro}`].filter((line) => line !== '');
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
