// The diagnosis of a saved run as one page that needs nothing else: no network, no second file and no script.
import type {RunDiagnosis} from '../diagnosis/diagnose-run.ts';
import {boundText} from './bound-text.ts';
import {markup, nothing} from './markup.ts';
import type {Markup} from './markup.ts';
import {pageHead} from './page-head.ts';
import type {CheckEntry, DiagnosisEntry} from './report.ts';

export function renderRunDiagnosisHtml(whole: RunDiagnosis): string {
	const {run, startedAt, gateway, troubles, diagnosis, checklist} = boundText(whole);
	const title = diagnosis[0]?.cause ?? 'No cause is seen in this run';
	return markup`${pageHead(title, {script: false})}
<body>
<header>
<p class="brand">Gatequake</p>
<h1>${title}</h1>
<p class="quiet">${run} · ${gateway} · ${startedAt} · ${troubles.failed} requests failed, ${troubles.retried} were tried again, ${troubles.slow} were slow</p>
</header>
<main>
${diagnosis.map(causeCard)}
${checklist.length === 0 ? nothing : markup`<section class="card"><h2>Checklist</h2><div class="scroll"><table><thead><tr><th>Asked</th><th>Answer</th><th>Evidence</th></tr></thead><tbody>${checklist.map(checkRow)}</tbody></table></div></section>`}
</main>
</body>
</html>
`.text;
}

function causeCard({kind = '', cause, confidence, advice, evidence, against = []}: DiagnosisEntry): Markup {
	return markup`<section class="card"><h2>${cause}</h2>
<p><span class="tag">${confidence}</span> <span class="tag">${kind}</span></p>
<p><b>Change</b> ${advice}</p>
${against.map((text) => markup`<p class="quiet">Against it: ${text}</p>`)}
${evidence.length === 0 ? nothing : markup`<pre class="log scroll">${evidence.join('\n')}</pre>`}
</section>`;
}

function checkRow({question, answer, evidence}: CheckEntry): Markup {
	return markup`<tr><td>${question}</td><td><b>${answer}</b></td><td>${evidence.length === 0 ? nothing : markup`<pre class="log scroll">${evidence.join('\n')}</pre>`}</td></tr>`;
}
