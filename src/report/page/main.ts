// The page's program. The matrix and the reasons stand in the page as they are; a run or a comparison is made when its address is asked
// for: `#run-3`, `#compare-3-7`.
import type {PageRun} from '../page-data.ts';
import {compareOverlay, compareView, mostCompared} from './compare-view.ts';
import {loadIndex, loadRun} from './load-run.ts';
import {element} from './element.ts';
import {enrichOverview} from './overview.ts';
import {runView} from './run-view.ts';

interface Page {
	readonly runs: readonly PageRun[];
	readonly overview: HTMLElement;
	readonly place: HTMLElement;
	readonly title: string;
}

let shown = new AbortController();
/** Where the reader came from, to go back there. */
let cameFrom: HTMLElement | null = null;

void start();

async function start(): Promise<void> {
	const overview = document.getElementById('overview');
	const place = document.getElementById('view');
	if (overview === null || place === null || document.getElementById('data-index') === null) {
		return;
	}

	const runs = await loadIndex();
	const page = {runs, overview, place, title: document.title};
	enrichOverview(runs, (scenario) => comparisonOf(runs, scenario));
	void fillOverlays(runs, overview);
	addEventListener('hashchange', () => void show(page));
	addEventListener('keydown', (event) => {
		if (event.key === 'Escape' && !place.hidden && !event.defaultPrevented) {
			location.hash = '';
		}
	});
	overview.addEventListener('click', (event) => {
		cameFrom = event.target instanceof Element ? event.target.closest('a') : null;
	});
	await show(page);
	performance.mark('ready');
	document.documentElement.dataset['ready'] = 'true';
}

/** On the page of a comparison: one after the other, so that the first can be read while the last is drawn. */
async function fillOverlays(runs: readonly PageRun[], overview: HTMLElement): Promise<void> {
	for (const place of overview.querySelectorAll<HTMLElement>('[data-overlay]')) {
		const chosen = chosenRuns(place.dataset['overlay'] ?? '');
		place.replaceChildren(await compareOverlay({runs, chosen, signal: new AbortController().signal}));
	}
}

async function show(page: Page): Promise<void> {
	const {runs, overview, place} = page;
	shown.abort();
	shown = new AbortController();
	const {signal} = shown;
	const address = location.hash.slice(1);
	const view = await viewOf(page, address, signal);
	if (signal.aborted) {
		return;
	}

	overview.hidden = view !== null;
	place.hidden = view === null;
	place.replaceChildren(...(view === null ? [] : [navigation(runs, address), view]));
	document.title = view === null ? page.title : `${view.querySelector('h1')?.textContent ?? ''} – ${page.title}`;
	if (view === null) {
		cameFrom?.focus();
	} else {
		scrollTo(0, 0);
		view.querySelector<HTMLElement>('h1')?.focus({preventScroll: true});
	}

	document.documentElement.dataset['shown'] = address;
}

async function viewOf({runs}: Page, address: string, signal: AbortSignal): Promise<HTMLElement | null> {
	const own = runs.find(({key}) => key === address);
	if (own !== undefined) {
		return runView(await loadRun(own.key), {own, runs, signal});
	}

	const chosen = chosenRuns(address);
	const first = runs.find(({key}) => key === chosen[0]);
	if (first === undefined) {
		return null;
	}

	return await compareView({
		runs: runs.filter(({scenario}) => scenario === first.scenario),
		chosen,
		onChoose: (keys) => {
			location.hash = comparisonAddress(keys.length === 0 ? [first.key] : keys);
		},
		signal,
	});
}

function chosenRuns(address: string): readonly string[] {
	const numbers = /^compare((?:-\d+)+)$/.exec(address)?.[1]?.slice(1).split('-') ?? [];
	return numbers.map((number) => `run-${number}`);
}

function navigation(runs: readonly PageRun[], address: string): HTMLElement {
	const place = runs.findIndex(({key}) => key === address);
	const own = runs[place];
	const comparison = own === undefined ? null : comparisonOf(runs, own.scenario, own);
	return element(
		'nav',
		{class: 'crumbs', 'aria-label': 'Runs'},
		element('a', {href: '#'}, document.querySelector('[data-overlay]') === null ? '← All runs' : '← The comparison'),
		place < 0 ? null : runLink(runs[place - 1], 'Previous run'),
		place < 0 ? null : runLink(runs[place + 1], 'Next run'),
		comparison === null ? null : element('a', {href: comparison}, 'Compare'),
	);
}

function runLink(run: PageRun | undefined, text: string): HTMLElement | null {
	return run === undefined ? null : element('a', {href: `#${run.key}`}, text);
}

/** Of the gateway in hand all configs and repeats; where it has no other run, the same config on the other gateways. */
function comparisonOf(runs: readonly PageRun[], scenario: string, own?: PageRun): string | null {
	const all = runs.filter((run) => run.scenario === scenario);
	const base = own ?? all[0];
	if (base === undefined || all.length < 2) {
		return null;
	}

	const sameGateway = all.filter(({gateway}) => gateway === base.gateway);
	const chosen = sameGateway.length > 1 ? sameGateway : all;
	const others = chosen.filter((run) => run !== base);
	return `#${comparisonAddress([base, ...others].slice(0, mostCompared).map(({key}) => key))}`;
}

function comparisonAddress(keys: readonly string[]): string {
	return `compare-${keys.map((key) => key.replace('run-', '')).join('-')}`;
}
