// One run on the page: what was expected and what came, the picture, who and why, and the line that repeats it.
import type {Judgement} from '../expectations/expectation.ts';
import {renderChart} from './chart.ts';
import {formatInstant} from './format-duration.ts';
import {renderRunDetails} from './html-run-details.ts';
import {Markup, markup, nothing} from './markup.ts';
import type {RunReport} from './report.ts';
import {clientsSaw, formatShare, outagePhrase, recoveryPhrase, runName} from './run-phrases.ts';
import {unbroken} from './unbroken.ts';
import {verdictMark} from './verdict-mark.ts';

export function renderRunSection(run: RunReport, {key, isOpen}: {readonly key: string; readonly isOpen: boolean}): Markup {
	return markup`<details class="run ${run.verdict}${run.cleanup.ok ? '' : ' left-behind'}" id="${key}"${isOpen ? new Markup(' open') : nothing}>
<summary>${verdictMark(run.verdict)}<div><h2>${run.scenario} <span class="quiet">${runName(run).slice(run.scenario.length + 3)}</span></h2><p>${run.title}</p></div></summary>
<div class="body">
${why(run)}
${renderChart(run, key)}
${keyFacts(run)}
${expectations(run)}
${cause(run)}
${diagnosis(run)}
${renderRunDetails(run)}
<section><h3>Repeat this run</h3><div class="repro"><code>${run.repro}</code></div></section>
</div>
</details>`;
}

function why(run: RunReport): Markup {
	const notes = [...run.reasons];
	if (!run.cleanup.ok) {
		notes.push(`The cleanup failed${run.cleanup.left.length > 0 ? `; left behind: ${run.cleanup.left.join(', ')}` : ''}.`);
	}

	if (run.retriesOfRun > 0) {
		notes.push(`The run was repeated ${run.retriesOfRun} × after being inconclusive.`);
	}

	if (notes.length === 0) {
		return nothing;
	}

	return markup`<div class="why"><ul>${notes.map((note) => markup`<li>${note}</li>`)}</ul></div>`;
}

function keyFacts(run: RunReport): Markup {
	const facts: (readonly [name: string, value: string, note: string])[] = [
		['Fault', run.fault?.describe ?? 'none', witnessText(run)],
		['Clients saw', clientsSaw(run), attributionText(run)],
		['Outage', capital(outagePhrase(run).replace(/^outage /, '')), outageSpans(run)],
		['Recovery', capital(recoveryPhrase(run).replace(/^recovered /, '')) || 'Nothing to recover from', recoveryNote(run)],
		['Keyed POSTs', ledgerText(run), `${run.ledger.committed} of ${run.ledger.sent} committed`],
	];
	if (run.retries.attemptsPerRequest !== null) {
		facts.push(['Retries seen by the app', `${run.retries.attemptsPerRequest.toFixed(2)} attempts per request`, 'over the fault window']);
	}

	return markup`<section><h3>In short</h3><dl class="facts">${facts.map(([name, value, note]) => markup`<div><dt>${name}</dt><dd>${unbroken(value)}${note === '' ? nothing : markup`<small>${unbroken(note)}</small>`}</dd></div>`)}</dl></section>`;
}

function witnessText({fault}: RunReport): string {
	return fault?.witness ? `met by ${fault.witness.count} ${fault.witness.unit}` : '';
}

function attributionText({attribution: {gateway, upstream, unknown}}: RunReport): string {
	const total = gateway + upstream + unknown;
	const parts = [
		[gateway, 'gateway'],
		[upstream, 'app'],
		[unknown, 'unknown'],
	] as const;
	const made = parts.filter(([count]) => count > 0).map(([count, who]) => `${who} ${formatShare(count, total)}`);
	return total === 0 ? '' : `errors made by: ${made.join(', ')}`;
}

function outageSpans({outages}: RunReport): string {
	return outages
		.map(
			({fromMs, toMs, failed, edges}) =>
				`${formatInstant(fromMs)} to ${edges.to === null ? 'the end of the run' : formatInstant(toMs)}, ${failed} failed`,
		)
		.join('; ');
}

function recoveryNote({recovery, fault}: RunReport): string {
	if (recovery === null || 'notWithinMs' in recovery) {
		return '';
	}

	return `at ${formatInstant(recovery.atMs)}${fault?.clear ? `; the fault ended at ${formatInstant(fault.clear.effectiveMs)}` : ''}`;
}

function ledgerText({ledger: {lost, duplicated, committedButFailed}}: RunReport): string {
	return `${lost} lost, ${duplicated} duplicated, ${committedButFailed} committed but told failed`;
}

function expectations(run: RunReport): Markup {
	if (run.expectations.length === 0) {
		return nothing;
	}

	return markup`<section><h3>Expectations</h3>
<table class="stacking expectations"><thead><tr><th scope="col">Expectation</th><th scope="col">Expected</th><th scope="col">Came</th></tr></thead>
<tbody>${run.expectations.map(expectationRow)}</tbody></table>${sensitivity(run)}</section>`;
}

function expectationRow(judgement: Judgement): Markup {
	return markup`<tr class="${judgement.verdict}"><th scope="row">${verdictMark(judgement.verdict)}<span>${judgement.name}</span></th>
<td data-label="Expected">${judgement.expected}</td><td data-label="Came">${judgement.observed}${evidenceDetails(judgement)}</td></tr>`;
}

function evidenceDetails({evidence, verdict}: Judgement): Markup {
	if (evidence.length === 0) {
		return nothing;
	}

	const open = verdict === 'fail' ? new Markup(' open') : nothing;
	return markup`<details class="evidence"${open}><summary>${evidenceCount(evidence.length)}</summary>${logLines(evidence)}</details>`;
}

function sensitivity(run: RunReport): Markup {
	if (run.sensitivity === null || run.sensitivity.length === 0) {
		return nothing;
	}

	const items = run.sensitivity.map(
		({name, failed}) =>
			markup`<li>${verdictMark(failed ? 'pass' : 'fail')} ${name} ${failed ? 'failed without the fault, as it must' : 'did not fail without the fault'}</li>`,
	);
	return markup`<h4>Without the fault</h4><ul class="marked">${items}</ul>`;
}

function cause(run: RunReport): Markup {
	const {expected, observed, lines} = run.cause;
	if (expected === null && observed.length === 0) {
		return nothing;
	}

	const words =
		observed.length === 0
			? markup`<span class="quiet">named no cause</span>`
			: markup`${observed.map((word) => markup`<code>${word}</code> `)}`;
	return markup`<section><h3>What the gateway’s own log says</h3>
<p>${expected === null ? nothing : markup`Expected <code>${expected}</code>; `}${run.gateway.name} ${run.gateway.version}: ${words}</p>${logLines(lines)}</section>`;
}

function diagnosis(run: RunReport): Markup {
	if (run.diagnosis.length === 0) {
		return nothing;
	}

	const items = run.diagnosis.map(
		({cause: word, confidence, advice, evidence}) => markup`<li><p><b>${word}</b> <span class="tag">${confidence}</span></p><p>${advice}</p>
${evidence.length === 0 ? nothing : markup`<details class="evidence"><summary>${evidenceCount(evidence.length)}</summary>${logLines(evidence)}</details>`}</li>`,
	);
	return markup`<section><h3>Diagnosis</h3><ol class="diagnosis">${items}</ol></section>`;
}

function evidenceCount(count: number): string {
	return count === 1 ? '1 line of evidence' : `${count} lines of evidence`;
}

function logLines(lines: readonly string[]): Markup {
	return lines.length === 0 ? nothing : markup`<ul class="log">${lines.map((line) => markup`<li>${line}</li>`)}</ul>`;
}

function capital(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}
