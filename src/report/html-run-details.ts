// The figures behind a run, folded away: windows, the fault's instants, ledger, capacity, the generator's health, timings and files.
import type {WindowFacts} from '../expectations/facts.ts';
import type {GeneratorHealth} from '../timeline/sample.ts';
import {formatDuration, formatInstant} from './format-duration.ts';
import {markup, nothing} from './markup.ts';
import type {Markup} from './markup.ts';
import type {RunReport} from './report.ts';
import {sharesPhrase} from './run-phrases.ts';

type Pair = readonly [name: string, value: string];

export function renderRunDetails(run: RunReport): Markup {
	return markup`<section><h3>Windows</h3>${windows(run)}</section>
<details class="more"><summary>All figures, versions and files</summary><div class="columns-of-facts">
${block('Fault', faultPairs(run))}
${block('Keyed POSTs', ledgerPairs(run))}
${block('Capacity', capacityPairs(run))}
${block('Load generator', generatorPairs(run))}
${block('Time taken', timingPairs(run))}
${block('What ran', partPairs(run))}
${files(run)}
</div></details>`;
}

function windows(run: RunReport): Markup {
	const rows = (['baseline', 'fault', 'recovery'] as const).map((name) => {
		const window = run.windows[name];
		return window === null ? nothing : windowRow(name, window);
	});
	return markup`<div class="scroll" tabindex="0" role="region" aria-label="Windows"><table class="figures"><thead><tr><th scope="col">Window</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Intended</th><th scope="col">Good</th><th scope="col">Not sent</th><th scope="col">Goodput</th><th scope="col">p50</th><th scope="col">p99</th><th scope="col" class="words">Outcomes</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function windowRow(name: string, window: WindowFacts): Markup {
	return markup`<tr><th scope="row">${name}</th><td>${formatInstant(window.fromMs)}</td><td>${formatInstant(window.toMs)}</td><td>${window.intended}</td><td>${window.good}</td><td>${window.unsent}</td><td>${window.goodputPerSecond.toFixed(1)} per s</td><td>${latencyText(window.p50Ms)}</td><td>${latencyText(window.p99Ms)}</td><td class="words">${sharesPhrase(window)}</td></tr>`;
}

function latencyText(ms: number | null): string {
	return ms === null ? '–' : formatDuration(ms);
}

function faultPairs({fault}: RunReport): readonly Pair[] {
	if (fault === null) {
		return [];
	}

	const instants = (name: string, span: typeof fault.inject): readonly Pair[] =>
		span === null
			? [[name, 'never']]
			: [
					[`${name}, asked for`, formatInstant(span.requestedMs)],
					[`${name}, observed`, `${formatInstant(span.effectiveMs)} ± ${formatDuration(span.uncertaintyMs)}`],
				];
	return [
		['Kind', fault.kind],
		...Object.entries(fault.options).map(([name, value]): Pair => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
		...instants('Effect', fault.inject),
		...instants('End', fault.clear),
		...(fault.witness?.evidence ?? []).map((line): Pair => ['Witness', line]),
	];
}

function ledgerPairs({ledger}: RunReport): readonly Pair[] {
	return [
		['Sent', String(ledger.sent)],
		['Committed', String(ledger.committed)],
		['Lost', withIds(ledger.lost, ledger.ids.lost)],
		['Duplicated', withIds(ledger.duplicated, ledger.ids.duplicated)],
		['Committed, told failed', withIds(ledger.committedButFailed, ledger.ids.committedButFailed)],
	];
}

function withIds(count: number, ids: readonly number[]): string {
	return count === 0 ? '0' : `${count} (requests ${ids.slice(0, 20).join(', ')}${ids.length > 20 ? ', …' : ''})`;
}

function capacityPairs({capacity}: RunReport): readonly Pair[] {
	if (capacity === null) {
		return [];
	}

	return [
		['Before', rateText(capacity.beforePerSecond)],
		['After', rateText(capacity.afterPerSecond)],
	];
}

function rateText(perSecond: number | null): string {
	return perSecond === null ? 'not measured' : `${perSecond.toFixed(0)} requests per s`;
}

function generatorPairs({generator}: RunReport): readonly Pair[] {
	if (generator === null) {
		return [];
	}

	return [
		['Verdict', [generator.verdict, ...generator.reasons].join('; ')],
		['Sent of intended', `${generator.sent} of ${generator.intended}`],
		['Not sent', String(generator.unsent)],
		['Late by more than 5 ms', `${generator.latePercent.toFixed(1)} %`],
		['Lateness p50, p99, max', [generator.lateP50Ms, generator.lateP99Ms, generator.lateMaxMs].map(formatDuration).join(', ')],
		['Peak in flight', String(generator.peakInFlight)],
		['Connections opened', String(generator.connectionsOpened)],
		['CPU', `${generator.cpuPercent.toFixed(0)} % of a core`],
		['Gaps in sending', gapsText(generator.gaps)],
	];
}

/** The first few: their number and length are what counts. */
function gapsText(gaps: GeneratorHealth['gaps']): string {
	if (gaps.length === 0) {
		return 'none';
	}

	const shown = gaps.slice(0, 3).map(([from, to]) => `${formatInstant(from)} to ${formatInstant(to)}`);
	return `${gaps.length}: ${shown.join('; ')}${gaps.length > shown.length ? '; …' : ''}`;
}

function timingPairs({timings, cleanup}: RunReport): readonly Pair[] {
	return [
		['Topology up', formatDuration(timings.upMs)],
		['Load', formatDuration(timings.loadMs)],
		['Collecting', formatDuration(timings.collectMs)],
		['Topology down', formatDuration(timings.downMs)],
		['Cleanup', cleanup.ok ? 'complete' : `failed; left: ${cleanup.left.join(', ') || 'unknown'}`],
	];
}

function partPairs(run: RunReport): readonly Pair[] {
	return [
		['Gateway', `${run.gateway.name} ${run.gateway.version}`],
		['Image', run.gateway.image],
		['Digest', run.gateway.digest],
		['Config', `${run.config.label} (${run.config.hash})`],
		['Scenario file', run.file],
		['Started', run.startedAt],
	];
}

function files({files: {timeline, samples, logs}}: RunReport): Markup {
	const items = [timeline, samples, ...logs].map((path) => markup`<li><a href="${relativeAddress(path)}">${path}</a></li>`);
	return markup`<div><h4>Files</h4><ul class="files">${items}</ul></div>`;
}

/** Each part encoded, and led by `./`: a path can never become an address of another kind, such as `javascript:`. */
function relativeAddress(path: string): string {
	return `./${path.split('/').map(encodeURIComponent).join('/')}`;
}

function block(title: string, pairs: readonly Pair[]): Markup {
	return pairs.length === 0
		? nothing
		: markup`<div><h4>${title}</h4><dl class="pairs">${pairs.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></div>`;
}
