// The table of renderings of a comparison that `compare --reporter` names.
import type {Comparison} from '../compare/comparison.ts';
import {renderComparison} from './comparison-console.ts';
import {renderComparisonHtml} from './comparison-html.ts';
import {renderComparisonMarkdown} from './comparison-markdown.ts';
import type {ConsoleOptions} from './console.ts';

export interface Comparer {
	/** Written in the folder of `--output`; null for what is for a terminal alone. */
	readonly fileName: string | null;
	render(comparison: Comparison, terminal: ConsoleOptions): string;
}

export const comparers: Readonly<Record<string, Comparer>> = {
	console: {fileName: null, render: renderComparison},
	json: {fileName: 'comparison.json', render: (comparison) => `${JSON.stringify(comparison, null, '\t')}\n`},
	html: {fileName: 'comparison.html', render: renderComparisonHtml},
	markdown: {fileName: 'comparison.md', render: renderComparisonMarkdown},
};
