// What changed since the report that was named as baseline: what got worse first, and never only by colour.
import {baselineCounts, baselineLines} from './baseline-phrases.ts';
import {markup, nothing} from './markup.ts';
import type {Markup} from './markup.ts';
import type {Report} from './report.ts';

const mostLines = 12;

export function renderBaseline({baseline}: Pick<Report, 'baseline'>): Markup {
	if (baseline === null) {
		return nothing;
	}

	const lines = baselineLines(baseline).map((line) => markup`<li>${line}</li>`);
	const rest = lines.slice(mostLines);
	return markup`<section class="card" aria-labelledby="baseline"><h2 id="baseline">Since the baseline: ${baselineCounts(baseline)}</h2>
<ul class="plain">${lines.slice(0, mostLines)}</ul>
${rest.length === 0 ? nothing : markup`<details class="more"><summary>${rest.length} more</summary><ul class="plain">${rest}</ul></details>`}
<p class="quiet">${baseline.source}, of ${baseline.startedAt}, by version ${baseline.toolVersion}</p></section>`;
}
