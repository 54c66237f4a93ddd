// The table of renderings of a comparison that `compare --reporter` names.
import type {Comparison} from '../compare/comparison.ts';
import type {ComparedRuns} from './compared-runs.ts';
import {renderComparison} from './comparison-console.ts';
import {renderComparisonHtml} from './comparison-html.ts';
import {renderComparisonMarkdown} from './comparison-markdown.ts';
import type {ConsoleOptions} from './console.ts';

export interface Comparer {
	/** Written in the folder of `--output`; null for what is for a terminal alone. */
	readonly fileName: string | null;
	/** `runs`: what the comparison was made of, for those that draw them. */
	render(comparison: Comparison, terminal: ConsoleOptions, runs: ComparedRuns | null): string;
}

export const comparers: Readonly<Record<string, Comparer>> = {
	console: {fileName: null, render: renderComparison},
	json: {fileName: 'comparison.json', render: (comparison) => `${JSON.stringify(comparison, null, '\t')}\n`},
	html: {fileName: 'comparison.html', render: (comparison, _terminal, runs) => renderComparisonHtml(comparison, runs)},
	markdown: {fileName: 'comparison.md', render: renderComparisonMarkdown},
};
