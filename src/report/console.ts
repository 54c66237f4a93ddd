// The report as a person reads it in a terminal: a line a run, and under a run that did not pass why, with evidence and the line that repeats it.
import type {Judgement} from '../expectations/expectation.ts';
import {consoleMatrix} from './console-matrix.ts';
import {baselineCounts, baselineLines} from './baseline-phrases.ts';
import {createPaint} from './console-paint.ts';
import type {Paint} from './console-paint.ts';
import {formatDuration} from './format-duration.ts';
import {printable} from './printable.ts';
import type {CheckEntry, Report, RunReport} from './report.ts';
import {clientsSaw, countsPhrase, exitPhrase, isGreen, ledgerPhrase, outagePhrase, recoveryPhrase, runName} from './run-phrases.ts';
import type {Terminal} from './terminal.ts';

export type ConsoleOptions = Omit<Terminal, 'live'>;

/** Evidence lines shown for each expectation; the page has them all. */
const evidenceShown = 3;
const labelWidth = 12;

export function renderConsole(report: Report, options: ConsoleOptions): string {
	const paint = createPaint(options);
	const nameWidth = Math.min(52, Math.max(0, ...report.runs.map((run) => runName(run).length)));
	const runs = report.runs.map((run) => runText(run, paint, options.width, nameWidth));
	return paint.finish(`${runs.join('')}${summaryText(report, paint)}`);
}

/** One run, as printed when it ends. `nameWidth` lines up the columns of runs printed one after the other. */
export function renderRun(run: RunReport, options: ConsoleOptions, nameWidth = 0): string {
	const paint = createPaint(options);
	return paint.finish(runText(run, paint, options.width, nameWidth));
}

/** The closing lines alone, for when each run was printed as it ended. */
export function renderSummary(report: Report, options: ConsoleOptions): string {
	const paint = createPaint(options);
	return paint.finish(summaryText(report, paint));
}

function runText(run: RunReport, paint: Paint, width: number, nameWidth: number): string {
	const lines = [headline(run, paint, width, nameWidth)];
	if (run.mode === 'withheld' && run.sensitivity !== null) {
		lines.push(...sensitivityLines(run.sensitivity, paint));
	}

	if (run.verdict !== 'pass') {
		lines.push(...detailLines(run, paint), '');
	} else if (!run.cleanup.ok) {
		lines.push(...labelled('left behind', cleanupText(run), paint, 'yellow'), '');
	}

	return `${lines.join('\n')}\n`;
}

function headline(run: RunReport, paint: Paint, width: number, nameWidth: number): string {
	const name = printable(runName(run));
	const facts = [clientsSaw(run), outagePhrase(run), recoveryPhrase(run), ledgerPhrase(run)];
	if (run.retriesOfRun > 0) {
		facts.push(`repeated ${run.retriesOfRun} × after being inconclusive`);
	}

	const told = facts.filter((fact) => fact !== '').map(printable);
	const oneLine = `${name.padEnd(nameWidth)}  ${told.join(' · ')}`;
	const start = `${isGreen(run) || run.verdict !== 'pass' ? paint.mark(run.verdict) : paint.tone('yellow', '!')} `;
	if (width === 0 || oneLine.length + 5 <= width) {
		return `${start}${paint.tone('bold', name)}${oneLine.slice(name.length)}`;
	}

	return `${start}${paint.tone('bold', name)}\n    ${paint.wrap(told.join(' · '), 4)}`;
}

function detailLines(run: RunReport, paint: Paint): readonly string[] {
	const missed = run.expectations.filter((judgement) => judgement.verdict !== 'pass');
	const because = run.reasons.flatMap((reason) => labelled('because', reason, paint, 'dim'));
	// A run that proved nothing is told by its reasons; what its expectations saw is then a side note.
	const lines =
		run.verdict === 'inconclusive'
			? [...because, ...missed.flatMap((judgement) => labelled('unproven', `${judgement.name}: ${judgement.observed}`, paint, 'dim'))]
			: [...missed.flatMap((judgement) => judgementLines(judgement, paint)), ...because];
	lines.push(...diagnosisLines(run, paint), ...checkLines(run, paint));

	if (!run.cleanup.ok) {
		lines.push(...labelled('left behind', cleanupText(run), paint, 'yellow'));
	}

	lines.push(...labelled('repeat', run.repro, paint, 'dim', false));
	return lines;
}

/** The likeliest cause whole, and the next two by name. */
function diagnosisLines({diagnosis: [first, ...others]}: RunReport, paint: Paint): readonly string[] {
	if (first === undefined) return [];
	return [
		...labelled('diagnosis', `${first.cause} (${first.confidence})`, paint, 'blue'),
		...(first.against ?? []).flatMap((text) => labelled('against it', text, paint, 'dim')),
		...labelled('advice', first.advice, paint, 'blue'),
		...others.slice(0, 2).flatMap(({cause, confidence}) => labelled('or else', `${cause} (${confidence})`, paint, 'dim')),
	];
}

/** What the checklist answers with no, each with its first line of evidence; of the others the names. */
function checkLines({checklist = []}: RunReport, paint: Paint): readonly string[] {
	const named = (wanted: CheckEntry['answer']) => checklist.filter(({answer}) => answer === wanted).map(({name}) => name);
	return [
		...checklist
			.filter(({answer}) => answer === 'no')
			.flatMap(({question, evidence: [line]}) =>
				labelled('checked', `${question} No${line === undefined ? '' : `: ${line}`}`, paint, 'yellow'),
			),
		...(['yes', 'unknown'] as const)
			.filter((answer) => named(answer).length > 0)
			.flatMap((answer) => labelled('', `${answer}: ${named(answer).join(', ')}`, paint, 'dim')),
	];
}

function judgementLines(judgement: Judgement, paint: Paint): readonly string[] {
	const tone = judgement.verdict === 'fail' ? 'red' : 'yellow';
	const shown = judgement.evidence.slice(0, evidenceShown);
	const more = judgement.evidence.length - shown.length;
	return [
		`    ${paint.mark(judgement.verdict)} ${paint.tone(tone, printable(judgement.name))}`,
		...labelled('expected', judgement.expected, paint, 'dim'),
		...labelled('came', judgement.observed, paint, 'dim'),
		...shown.map((line) => `      ${' '.repeat(labelWidth)}${paint.tone('dim', `│ ${printable(line)}`)}`),
		...(more > 0 ? [`      ${' '.repeat(labelWidth)}${paint.tone('dim', `│ … ${more} more in the report`)}`] : []),
	];
}

function sensitivityLines(sensitivity: NonNullable<RunReport['sensitivity']>, paint: Paint): readonly string[] {
	return sensitivity.flatMap(({name, failed}) =>
		labelled(
			'sensitive',
			failed ? `${name} failed without the fault, as it must` : `${name} did NOT fail without the fault`,
			paint,
			failed ? 'dim' : 'red',
		),
	);
}

function labelled(label: string, text: string, paint: Paint, tone: 'dim' | 'blue' | 'yellow' | 'red', wrapped = true): readonly string[] {
	const clean = printable(text);
	return [`      ${paint.tone(tone, label.padEnd(labelWidth))}${wrapped ? paint.wrap(clean, labelWidth + 6) : clean}`];
}

function cleanupText(run: RunReport): string {
	return run.cleanup.left.length === 0 ? 'the cleanup failed' : `the cleanup failed; left: ${run.cleanup.left.join(', ')}`;
}

function summaryText(report: Report, paint: Paint): string {
	const hasFailed = report.baseline === null ? report.verdict === 'fail' : report.exitCode === 1;
	const tone = hasFailed ? 'red' : report.exitCode === 0 && (report.baseline !== null || report.verdict === 'pass') ? 'green' : 'yellow';
	const interrupted = report.interrupted ? ', interrupted' : '';
	const counts = countsPhrase(report.counts);
	const rest = `${interrupted} in ${formatDuration(report.durationMs)} · ${exitPhrase(report)}`;
	return `${consoleMatrix(report, paint)}${baselineText(report.baseline, paint)}\n${paint.tone(tone, counts)}${paint.wrap(counts + rest, 4).slice(counts.length)}\n`;
}

function baselineText(baseline: Report['baseline'], paint: Paint): string {
	if (baseline === null) {
		return '';
	}

	const lines = baselineLines(baseline).map((line) => {
		const clean = paint.wrap(printable(line), 4);
		return `  ${line.startsWith('worse') ? paint.tone('red', clean) : clean}`;
	});
	return `\n${[`since the baseline ${printable(baseline.source)}: ${baselineCounts(baseline)}`, ...lines].join('\n')}\n`;
}
