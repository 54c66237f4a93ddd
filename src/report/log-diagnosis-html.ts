// A diagnosis of logs as one page that needs nothing else: no network, no second file and no script. What the logs say is text in it.
import type {DiagnosedFile, LogCause, LogDiagnosis, OverTime, StatusCount} from '../diagnosis/log-diagnosis.ts';
import {boundText} from './bound-text.ts';
import {Markup, markup, nothing} from './markup.ts';
import {pageHead} from './page-head.ts';

export function renderLogDiagnosisHtml(whole: LogDiagnosis): string {
	const diagnosis = boundText(whole);
	const {causes, alsoSeen, life, requests, notUnderstood, files, from, to, tool} = diagnosis;
	return markup`${pageHead(causes[0]?.meaning ?? 'no failure is named', {script: false})}
<body>
<header>
<p class="brand">Gatequake <span class="quiet">${tool.version}</span></p>
<h1>${causes[0]?.meaning ?? 'No failure is named in these logs'}</h1>
<p class="quiet">${from === null ? 'The lines have no times' : `${from} to ${to ?? ''}`}</p>
</header>
<main>
${causes.map(causeCard)}
${requests === null ? nothing : statusCard(requests.total, requests.failures)}
${listCard('Also seen', alsoSeen)}
${listCard('The gateway’s life', life)}
${notUnderstood.lines === 0 ? nothing : markup`<section class="card"><h2>Not understood: ${notUnderstood.lines} lines</h2><div class="scroll"><table><thead><tr><th>Lines</th><th>Shape</th><th>Example</th></tr></thead><tbody>${notUnderstood.shapes.map(({shape, count, example}) => markup`<tr><td>${count}</td><td><code>${shape}</code></td><td><code>${example}</code></td></tr>`)}</tbody></table></div></section>`}
</main>
<footer><h2>What was read</h2><div class="scroll"><table><thead><tr><th>File</th><th>Formats</th><th>Lines</th><th>Not understood</th></tr></thead><tbody>${files.map(fileRow)}</tbody></table></div></footer>
</body>
</html>
`.text;
}

function causeCard({
	meaning,
	id,
	cause,
	confidence,
	count,
	status,
	first,
	last,
	overTime,
	upstreams,
	check,
	change,
	settings,
	notes,
	lines,
}: LogCause): Markup {
	return markup`<section class="card"><h2>${meaning}</h2>
<p><span class="tag">${confidence}</span> <span class="tag">${id}</span>${cause === null ? nothing : markup` <span class="tag">${cause}</span>`}</p>
<p><b>${count}</b> × ${first === null ? 'at times that the lines do not name' : `from ${first} to ${last ?? ''}`}; clients get ${status}</p>
${overTime === null ? nothing : columns(overTime)}
${notes.map((note) => markup`<p class="quiet">${note}</p>`)}
${upstreams.length === 0 ? nothing : markup`<p>Where: ${upstreams.map(({name, count: times}) => `${name} × ${times}`).join(', ')}</p>`}
${check === '' ? nothing : markup`<p><b>Check</b> ${check}</p>`}
${change === '' ? nothing : markup`<p><b>Change</b> ${change}</p>`}
${(settings ?? []).map(({directive, value, where}) => markup`<p>Now: <code>${directive} ${value}</code> <span class="quiet">${where}</span></p>`)}
${lines.length === 0 ? nothing : markup`<pre class="log scroll">${lines.join('\n')}</pre>`}
</section>`;
}

/** Counts over time; the numbers are in the title for those who cannot see the bars. */
function columns({from, widthMs, counts}: OverTime): Markup {
	const top = Math.max(1, ...counts);
	const bars = counts.map((count, place) => {
		const height = count === 0 ? 0 : Math.max(1, (count / top) * 40);
		return markup`<rect x="${place * 10}" y="${40 - height}" width="9" height="${height}" fill="currentColor"/>`;
	});
	const words = `lines over time, from ${from}, a column is ${widthMs / 1000} s, the most is ${top}`;
	return markup`<svg viewBox="0 0 ${Math.max(counts.length, 30) * 10} 40" width="100%" height="40" preserveAspectRatio="none" role="img"><title>${words}</title>${bars}</svg><p><small>${words}</small></p>`;
}

function statusCard(total: number, failures: readonly StatusCount[]): Markup {
	return markup`<section class="card"><h2>${total} requests</h2><div class="scroll"><table><thead><tr><th>Status</th><th>Requests</th><th>First</th><th>Last</th><th>Took</th><th>By the app</th><th>By the gateway</th></tr></thead><tbody>${failures.map(
		({status, count, first, last, tookSeconds, byUpstream, byGateway}) =>
			markup`<tr><td>${status === 0 ? 'no answer' : status}</td><td>${count}</td><td>${first ?? ''}</td><td>${last ?? ''}</td><td>${tookSeconds === null ? '' : `${tookSeconds} s`}</td><td>${byUpstream}</td><td>${byGateway}</td></tr>`,
	)}</tbody></table></div></section>`;
}

function listCard(title: string, causes: readonly LogCause[]): Markup {
	return causes.length === 0
		? nothing
		: markup`<section class="card"><h2>${title}</h2><ul>${causes.map(
				({count, meaning, first, id}) =>
					markup`<li>${count} × ${meaning}${first === null ? '' : `, first at ${first}`} <span class="quiet">${id}</span></li>`,
			)}</ul></section>`;
}

function fileRow({name, formats, lines, notUnderstood, endsMidLine}: DiagnosedFile): Markup {
	return markup`<tr><td>${name}</td><td>${formats.join(', ')}</td><td>${lines}${endsMidLine ? ' (the last has no end)' : ''}</td><td>${notUnderstood}</td></tr>`;
}
