// The figures behind a run: windows, the fault's instants, ledger, capacity, the generator's health, what ran, where the time went, files.
import type {WindowFacts} from '../../expectations/facts.ts';
import type {GeneratorMachine} from '../../timeline/sample.ts';
import {formatDuration, formatInstant} from '../format-duration.ts';
import type {PageRunData} from '../page-data.ts';
import {sharesPhrase} from '../run-phrases.ts';
import {element} from './element.ts';

type Pair = readonly [name: string, value: string];

export function figureSections(run: PageRunData): readonly HTMLElement[] {
	return [
		element('section', {}, element('h2', {}, 'Windows'), windows(run)),
		element(
			'section',
			{},
			element('h2', {}, 'Ledger, versions and figures'),
			element(
				'div',
				{class: 'columns-of-facts'},
				block('Keyed POSTs', ledgerPairs(run)),
				block('Fault', faultPairs(run)),
				block('What ran', partPairs(run)),
				block('Capacity', capacityPairs(run)),
				block('Kept busy beside the load', saturationPairs(run)),
				block('Load generator', generatorPairs(run)),
				block('Time taken', timingPairs(run)),
				files(run),
			),
		),
	];
}

function windows(run: PageRunData): HTMLElement {
	const head = ['Window', 'From', 'To', 'Intended', 'Good', 'Not sent', 'Tries again', 'Goodput', 'p50', 'p99', 'Outcomes'].map((text) =>
		element('th', {scope: 'col', class: text === 'Outcomes' ? 'words' : null}, text),
	);
	const rows = (['baseline', 'fault', 'recovery'] as const).map((name) => {
		const window = run.windows[name];
		return window === null ? null : windowRow(name, window);
	});
	return element(
		'div',
		{class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Windows'},
		element('table', {class: 'figures'}, element('thead', {}, element('tr', {}, head)), element('tbody', {}, rows)),
	);
}

function windowRow(name: string, window: WindowFacts): HTMLElement {
	const cells = [
		formatInstant(window.fromMs),
		formatInstant(window.toMs),
		String(window.intended),
		String(window.good),
		String(window.unsent),
		String(window.retries),
		`${window.goodputPerSecond.toFixed(1)} per s`,
		latencyText(window.p50Ms),
		latencyText(window.p99Ms),
	];
	return element(
		'tr',
		{},
		element('th', {scope: 'row'}, name),
		cells.map((text) => element('td', {}, text)),
		element('td', {class: 'words'}, sharesPhrase(window)),
	);
}

function latencyText(ms: number | null): string {
	return ms === null ? '–' : formatDuration(ms);
}

function faultPairs({fault}: PageRunData): readonly Pair[] {
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
		...(fault.parts ?? []).map(({name, describe, fromMs, toMs}): Pair => [
			name,
			`${formatInstant(fromMs)} to ${formatInstant(toMs)}: ${describe}`,
		]),
		...(fault.witness?.evidence ?? []).map((line): Pair => ['Witness', line]),
	];
}

function ledgerPairs({ledger, retries}: PageRunData): readonly Pair[] {
	return [
		['Sent', String(ledger.sent)],
		['Committed', String(ledger.committed)],
		['Lost', withIds(ledger.lost, ledger.ids.lost)],
		['Duplicated', withIds(ledger.duplicated, ledger.ids.duplicated)],
		['Committed, told failed', withIds(ledger.committedButFailed, ledger.ids.committedButFailed)],
		['Attempts per request', retries.attemptsPerRequest === null ? 'none reached an app' : retries.attemptsPerRequest.toFixed(3)],
	];
}

function withIds(count: number, ids: readonly number[]): string {
	return count === 0 ? '0' : `${count} (requests ${ids.slice(0, 20).join(', ')}${ids.length > 20 ? ', …' : ''})`;
}

function capacityPairs({capacity}: PageRunData): readonly Pair[] {
	return capacity === null
		? []
		: [
				['Before', rateText(capacity.beforePerSecond)],
				['After', rateText(capacity.afterPerSecond)],
			];
}

function saturationPairs({saturation}: PageRunData): readonly Pair[] {
	return saturation === null
		? []
		: [
				['From, to', `${formatInstant(saturation.fromMs)} to ${formatInstant(saturation.toMs)}`],
				['Requests', `${saturation.requests} over ${saturation.connections} connections, none of them counted elsewhere`],
				['Answered well', `${saturation.requestsPerSecond.toFixed(0)} requests per s`],
				['Errors', String(saturation.errors)],
				['p99', saturation.latencyTrusted ? latencyText(saturation.latencyP99Ms) : 'not to be trusted: connections were lost'],
			];
}

function rateText(perSecond: number | null): string {
	return perSecond === null ? 'not measured' : `${perSecond.toFixed(0)} requests per s`;
}

function generatorPairs({generator}: PageRunData): readonly Pair[] {
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
		...(generator.machines ?? []).map(machinePair),
	];
}

function machinePair({name, engine, intended, sent, startedApartMs, clock}: GeneratorMachine): Pair {
	const share = `${sent} of ${intended} sent`;
	if (engine === null) return [`${name}, here`, `${share}; its clock is the timeline's`];
	const known = `clock known to ± ${clock.uncertaintyMs.toFixed(1)} ms by ${clock.readings} comparisons (${clock.driftPpm.toFixed(1)} ppm)`;
	return [`${name} on ${engine}`, `${share}; began ${startedApartMs.toFixed(2)} ms after the first; ${known}`];
}

/** The first few: their number and length are what counts. */
function gapsText(gaps: readonly (readonly [fromMs: number, toMs: number])[]): string {
	if (gaps.length === 0) {
		return 'none';
	}

	const shown = gaps.slice(0, 3).map(([from, to]) => `${formatInstant(from)} to ${formatInstant(to)}`);
	return `${gaps.length}: ${shown.join('; ')}${gaps.length > shown.length ? '; …' : ''}`;
}

function timingPairs({timings, cleanup}: PageRunData): readonly Pair[] {
	return [
		['Topology up', formatDuration(timings.upMs)],
		['Gateway’s own start', formatDuration(timings.gatewayMs)],
		['Load', formatDuration(timings.loadMs)],
		['Collecting', formatDuration(timings.collectMs)],
		['Topology down', formatDuration(timings.downMs)],
		['Cleanup', cleanup.ok ? 'complete' : `failed; left: ${cleanup.left.join(', ') || 'unknown'}`],
	];
}

function partPairs(run: PageRunData): readonly Pair[] {
	return [
		['Gateway', `${run.gateway.label} ${run.gateway.version}`],
		['Image', run.gateway.image],
		['Digest', run.gateway.digest],
		['Config', `${run.config.label} (${run.config.hash})`],
		...Object.entries(run.parts).flatMap(([name, {image, digest, version}]): readonly Pair[] => [
			[name, `${version} ${image}`.trim()],
			[`${name}, digest`, digest],
		]),
		['Scenario file', run.file],
		['Started', run.startedAt],
	];
}

function files({files: {timeline, samples, logs}}: PageRunData): HTMLElement {
	const items = [timeline, samples, ...logs].map((path) => element('li', {}, element('a', {href: relativeAddress(path)}, path)));
	return element('div', {}, element('h3', {}, 'Files beside this page'), element('ul', {class: 'files'}, items));
}

/** Each part encoded, and led by `./`: a path can never become an address of another kind, such as `javascript:`. */
function relativeAddress(path: string): string {
	return `./${path.toWellFormed().split('/').map(encodeURIComponent).join('/')}`;
}

function block(title: string, pairs: readonly Pair[]): HTMLElement | null {
	return pairs.length === 0
		? null
		: element(
				'div',
				{},
				element('h3', {}, title),
				element(
					'dl',
					{class: 'pairs'},
					pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
				),
			);
}
