// The table of renderings that `--reporter` names. To add one: a file with a pure function, its test, and a line here.
import {renderGithub} from './github.ts';
import {htmlPieces} from './html.ts';
import {jsonPieces} from './json.ts';
import {renderJunit} from './junit.ts';
import {renderMarkdown} from './markdown.ts';
import type {Report} from './report.ts';
import type {ReportStream} from './report-stream.ts';
import {withoutDrawings} from './report-stream.ts';

/** A form of the report. The argument of `defineReporter()`. */
export interface Reporter {
	/** One line for `--help` and the docs. */
	readonly summary: string;
	/**
	 * Written in the report's folder, or printed at the end where it has no file name. Null for `console`, which is printed while the runs go
	 * on (console.ts, progress.ts). The text comes in pieces, so that a large one need not be in memory as a whole.
	 */
	readonly output: {readonly fileName: string | null; render(report: ReportStream): Iterable<string>} | null;
}

/** Gives a reporter of a user's own back, frozen and typed: the default export of a file that `--reporter ./file.ts` names. */
export function defineReporter(reporter: Reporter): Reporter {
	return Object.freeze(reporter);
}

export const reporters = {
	console: {summary: 'a line a run on standard output, with the reasons where one did not pass', output: null},
	json: {
		summary: 'the whole report as one versioned document',
		output: {fileName: 'report.json', render: ({head, runs}) => jsonPieces(head, runs())},
	},
	html: {summary: 'one self-contained page with a chart for each run', output: {fileName: 'report.html', render: htmlPieces}},
	junit: {summary: 'JUnit XML for CI systems', output: {fileName: 'junit.xml', render: inOnePiece(renderJunit)}},
	markdown: {
		summary: 'a short summary for a pull request or a CI job',
		output: {fileName: 'summary.md', render: inOnePiece(renderMarkdown)},
	},
	github: {summary: 'annotations for GitHub Actions on standard output', output: {fileName: null, render: inOnePiece(renderGithub)}},
} as const satisfies Readonly<Record<string, Reporter>>;

export type ReporterName = keyof typeof reporters;

export function isReporterName(name: string): name is ReporterName {
	return Object.hasOwn(reporters, name);
}

function inOnePiece(render: (report: Report) => string): (report: ReportStream) => Iterable<string> {
	return (report) => [render(withoutDrawings(report))];
}
