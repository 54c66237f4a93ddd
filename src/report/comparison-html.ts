// A comparison as a page of its own: for each question its answer, and every pair of runs that went into it. It needs no script.
import type {Comparison, ComparisonRow, DifferenceVerdict} from '../compare/comparison.ts';
import {boundText} from './bound-text.ts';
import {
	differencePhrase,
	evidencePhrase,
	headedRows,
	methodPhrase,
	middlesPhrase,
	sideLines,
	verdictPhrase,
	verdictsPhrase,
} from './comparison-phrases.ts';
import {differencePlot} from './difference-plot.ts';
import {Markup, markup} from './markup.ts';
import {pageAssets} from './page-assets.ts';

export function renderComparisonHtml(whole: Comparison): string {
	const comparison = boundText(whole);
	const {style, styleHash} = pageAssets();
	const tables = [...headedRows(comparison)].map(([heading, rows]) => groupMarkup(heading, rows, comparison));
	return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${styleHash}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Gatequake: ${verdictsPhrase(comparison)}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<div id="overview">
<header>
<p class="brand">Gatequake <span class="quiet">${comparison.tool.version}</span></p>
<h1>${verdictsPhrase(comparison)}</h1>
<ul class="plain">${sideLines(comparison).map((line) => markup`<li>${line}</li>`)}</ul>
<p class="quiet">${methodPhrase(comparison)}; exit code ${comparison.exitCode}</p>
<p class="quiet">A dot is a pair of runs, a hollow one a pair in which the true value is only known to be larger. Below them the difference with its interval; on grey, what is too small to matter.</p>
</header>
<main>${tables}</main>
</div>
</body>
</html>
`.text;
}

function groupMarkup(heading: string, rows: readonly ComparisonRow[], comparison: Comparison): Markup {
	return markup`<section class="card"><h2>${heading}</h2>
<table class="stacking answers"><thead><tr><th scope="col">Metric</th><th scope="col">B is</th><th scope="col">A → B, middle runs</th><th scope="col">Difference</th><th scope="col">Every pair, B − A</th><th scope="col">Evidence</th></tr></thead>
<tbody>${rows.map((row) => rowMarkup(row, comparison))}</tbody></table></section>
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
