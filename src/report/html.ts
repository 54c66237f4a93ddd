// The report as one page that needs nothing else: no network, no second file, and no script for anything but comfort.
import {createHash} from 'node:crypto';
import {patternTable} from './chart-patterns.ts';
import {formatDuration} from './format-duration.ts';
import {renderRunSection} from './html-run.ts';
import {Markup, markup, nothing} from './markup.ts';
import type {Report, RunReport} from './report.ts';
import {clientsSaw, countsPhrase, exitPhrase, isGreen, outagePhrase, recoveryPhrase, runName} from './run-phrases.ts';
import {pageScript} from './page-script.ts';
import {renderStrip} from './strip.ts';
import {pageStyle} from './style.ts';
import {unbroken} from './unbroken.ts';
import {markTable, verdictMark} from './verdict-mark.ts';

export function renderHtml(report: Report): string {
	return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Gatequake: ${countsPhrase(report.counts)}</title>
<style>${new Markup(pageStyle)}</style>
</head>
<body>
${markTable()}${patternTable()}
${header(report)}
<main>
${runTable(report.runs)}
<div class="runs">${report.runs.map((run, index) => renderRunSection(run, {key: runKey(index), isOpen: !isGreen(run) || report.runs.length <= 3}))}</div>
</main>
<footer>${footerFacts(report)}</footer>
<script>${new Markup(pageScript)}</script>
</body>
</html>
`.text;
}

/** Only this page's own style and script may run: a log line that breaks out of its escaping would still do nothing. */
function contentPolicy(): string {
	return `default-src 'none'; style-src ${hash(pageStyle)}; script-src ${hash(pageScript)}; base-uri 'none'; form-action 'none'`;
}

function hash(text: string): string {
	return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function header(report: Report): Markup {
	const counts = (['fail', 'inconclusive', 'pass'] as const).filter((verdict) => report.counts[verdict] > 0);
	const words = {pass: 'passed', fail: 'failed', inconclusive: 'inconclusive'} as const;
	return markup`<header>
<p class="brand">Gatequake <span class="quiet">${report.tool.version}</span></p>
<h1>${headline(report)}</h1>
<ul class="counts">${counts.map((verdict) => markup`<li class="${verdict}">${verdictMark(verdict)}<b>${report.counts[verdict]}</b> ${words[verdict]}</li>`)}</ul>
<p class="quiet">${wallTime(report.startedAt)} · took ${formatDuration(report.durationMs)} · ${exitPhrase(report)}${report.interrupted ? ' · interrupted before the end' : ''}</p>
${report.errors.map((error) => markup`<p class="harness-error">${error}</p>`)}
</header>`;
}

function headline(report: Report): string {
	const total = report.runs.length;
	const {fail, inconclusive} = report.counts;
	if (total === 0) {
		return 'Nothing was run';
	}

	if (fail > 0) {
		return `${howMany(fail, total)} failed`;
	}

	if (inconclusive > 0) {
		return `${howMany(inconclusive, total)} proved nothing`;
	}

	const passed = `${howMany(total, total)} passed`;
	return report.exitCode === 0 ? passed : `${passed}, but ${report.interrupted ? 'the rest was not run' : 'the harness did not end well'}`;
}

function howMany(count: number, total: number): string {
	if (count < total) {
		return `${count} of ${total} runs`;
	}

	return total === 1 ? 'The run' : total === 2 ? 'Both runs' : `All ${total} runs`;
}

function runTable(runs: readonly RunReport[]): Markup {
	if (runs.length === 0) {
		return nothing;
	}

	const rows = runs.map(
		(run, index) => markup`<tr>
<td class="name"><a href="#${runKey(index)}">${verdictMark(run.verdict)}<span><b>${run.scenario}</b> <span class="quiet">${runName(run).slice(run.scenario.length + 3)}</span></span></a></td>
<td class="over-time">${renderStrip(run)}</td>
<td data-label="Clients saw">${unbroken(clientsSaw(run))}</td>
<td data-label="Outage">${unbroken(
			outagePhrase(run)
				.replace(/^outage /, '')
				.replace('no outage', 'none'),
		)}</td>
<td data-label="Recovery">${unbroken(recoveryPhrase(run).replace(/^recovered /, '')) || '–'}</td>
</tr>`,
	);
	return markup`<section class="overview" aria-labelledby="overview"><h2 id="overview">Runs</h2>
<table class="stacking"><thead><tr><th scope="col">Scenario</th><th scope="col">Over time</th><th scope="col">Clients saw in the fault</th><th scope="col">Outage</th><th scope="col">Recovery</th></tr></thead>
<tbody>${rows}</tbody></table></section>`;
}

function footerFacts({host, command, seed, tool, startedAt}: Report): Markup {
	const facts: readonly (readonly [string, string])[] = [
		['Command', command],
		['Seed', String(seed)],
		['Host', `${host.kernel}, ${host.cpus} CPUs, ${(host.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
		['Engine', `${host.engine}, cgroup ${host.cgroup}`],
		['Tool', `${tool.name} ${tool.version}`],
		['Started', startedAt],
	];
	return markup`<h2>How this was made</h2><dl class="pairs">${facts.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function wallTime(iso: string): string {
	return iso.replace('T', ' ').replace(/\.\d+Z$|Z$/, ' UTC');
}

function runKey(index: number): string {
	return `run-${index + 1}`;
}
