// A comparison as a page of its own: for each question its answer, and every pair of runs that went into it. Where the runs themselves are at
// hand, it lays the timelines of the pair in the middle over one another, and any others that are asked for.
import type {Comparison, ComparisonRow, DifferenceVerdict} from '../compare/comparison.ts';
import {boundText} from './bound-text.ts';
import {
	differencePhrase,
	evidencePhrase,
	headedRows,
	methodPhrase,
	middlesPhrase,
	sideLines,
	headlinePhrase,
	verdictPhrase,
} from './comparison-phrases.ts';
import {differencePlot} from './difference-plot.ts';
import type {ComparedRuns} from './compared-runs.ts';
import {patternTable} from './fill-patterns.ts';
import {Markup, markup, nothing} from './markup.ts';
import {pageAssets} from './page-assets.ts';
import {dataElement} from './page-data.ts';
import {pageHead} from './page-head.ts';
import {markTable} from './verdict-mark.ts';

export function renderComparisonHtml(whole: Comparison, runs: ComparedRuns | null = null): string {
	const comparison = boundText(whole);
	const {script} = pageAssets();
	const sources = new Map(whole.sides.map(({label, source}) => [label, source]));
	const whereOf = (row: ComparisonRow): Overlay | null => (runs === null ? null : overlayOf(row, sources, runs));
	const places = [...headedRows(whole).values()].map(([row]) => (row === undefined ? null : whereOf(row)));
	const tables = [...headedRows(comparison)].map(([heading, rows], index) => groupMarkup(heading, rows, comparison, places[index] ?? null));
	const data = runs === null ? [] : runs.chunks().map((chunk) => new Markup(dataElement(chunk)));
	return markup`${pageHead(headlinePhrase(comparison), {script: runs !== null})}
<body>
${runs === null ? nothing : markup`${markTable()}${patternTable()}`}
<div id="overview">
<header>
<p class="brand">Gatequake <span class="quiet">${comparison.tool.version}</span></p>
<h1>${headlinePhrase(comparison)}</h1>
<ul class="plain">${sideLines(comparison).map((line) => markup`<li>${line}</li>`)}</ul>
</header>
<main>${tables}</main>
<footer><h2>How to read this</h2>
<p class="quiet">Each run gives one number for each metric, and each run of B is held against the run of A of the same repeat. A dot is such a pair, a hollow one a pair of which only a bound is known. Below them the difference with its interval; on grey, what is too small to matter.</p>
<p class="quiet">${methodPhrase(comparison)}; exit code ${comparison.exitCode}.</p></footer>
</div>
<main id="view" hidden></main>
${data}${runs === null ? nothing : markup`<script>${new Markup(script)}</script>`}
</body>
</html>
`.text;
}

interface Overlay {
	/** `compare-3-13` in the page's addresses. */
	readonly address: string;
	readonly repeat: number;
}

/** The pair whose difference is in the middle: neither the best nor the worst that was seen. */
function overlayOf({pairs, a, b}: ComparisonRow, sources: ReadonlyMap<string, string>, runs: ComparedRuns): Overlay | null {
	const sorted = pairs.toSorted((left, right) => left.b.value - left.a.value - (right.b.value - right.a.value));
	const middle = sorted[Math.floor((sorted.length - 1) / 2)];
	if (middle === undefined) return null;
	const [left, right] = [runs.numberOf(sources.get(a) ?? '', middle.runs[0]), runs.numberOf(sources.get(b) ?? '', middle.runs[1])];
	return left === null || right === null ? null : {address: `compare-${left}-${right}`, repeat: middle.repeat};
}

function overlayMarkup({address, repeat}: Overlay): Markup {
	return markup`<div class="overlay" data-overlay="${address}"></div>
<p class="overlay-link"><a href="#${address}">Repeat ${repeat}, the one in the middle: its figures and configs side by side, and the other repeats</a></p>`;
}

function groupMarkup(heading: string, rows: readonly ComparisonRow[], comparison: Comparison, overlay: Overlay | null): Markup {
	return markup`<section class="card"><h2>${heading}</h2>
<table class="stacking answers"><thead><tr><th scope="col">Metric</th><th scope="col">B is</th><th scope="col">A → B, middle runs</th><th scope="col">Difference</th><th scope="col">Every pair, B − A</th><th scope="col">Evidence</th></tr></thead>
<tbody>${rows.map((row) => rowMarkup(row, comparison))}</tbody></table>
${overlay === null ? nothing : overlayMarkup(overlay)}</section>
`;
}

function rowMarkup(row: ComparisonRow, {alpha}: Comparison): Markup {
	return markup`<tr><th scope="row">${row.title}</th><td data-label="B is"><span class="answer ${looks[row.verdict]}">${verdictPhrase(row, alpha)}</span></td><td data-label="A → B">${middlesPhrase(row)}</td><td data-label="Difference">${differencePhrase(row)}</td><td data-label="Every pair">${differencePlot(row)}</td><td data-label="Evidence">${evidencePhrase(row)}</td></tr>
`;
}

const looks: Readonly<Record<DifferenceVerdict, string>> = {
	better: 'is-better',
	worse: 'is-worse',
	'no difference shown': 'is-same',
	'too few repeats': 'is-open',
};
