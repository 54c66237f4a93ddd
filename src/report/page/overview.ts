// The matrix made handy: filters by words, verdict and gateway, arrow keys from cell to cell, and a way to compare the runs of a scenario.
import type {PageRun} from '../page-data.ts';
import {element} from './element.ts';

export function enrichOverview(runs: readonly PageRun[], addressOfComparison: (scenario: string) => string | null): void {
	const matrix = document.querySelector<HTMLTableElement>('.matrix');
	if (matrix === null) {
		return;
	}

	matrix.before(filters(matrix, runs));
	walkWithArrows(matrix);
	for (const row of matrix.querySelectorAll<HTMLTableRowElement>('tbody tr')) {
		const address = addressOfComparison(row.dataset['scenario'] ?? '');
		if (address !== null) {
			row.querySelector('th')?.append(element('a', {class: 'compare-link', href: address}, 'Compare'));
		}
	}
}

function filters(matrix: HTMLTableElement, runs: readonly PageRun[]): HTMLElement {
	const words = element('input', {type: 'search', placeholder: 'Scenario', 'aria-label': 'Scenario', autocomplete: 'off'});
	const verdict = choice('Verdict', ['Any verdict', 'fail', 'inconclusive', 'pass', 'skipped']);
	const gateway = choice('Gateway', ['All gateways', ...new Set([...runs.map((run) => run.gateway), ...columnNames(matrix)])]);
	const count = element('output', {class: 'quiet'});
	const apply = (): void => {
		const shown = filter(matrix, {
			words: words.value,
			verdict: verdict.selectedIndex === 0 ? null : verdict.value,
			gateway: gateway.selectedIndex === 0 ? null : gateway.value,
		});
		const all = matrix.tBodies[0]?.rows.length ?? 0;
		count.textContent = shown === all ? '' : `${shown} of ${all} scenarios`;
	};
	const form = element('form', {class: 'filters', role: 'search'}, words, verdict, gateway, count);
	form.addEventListener('input', apply);
	form.addEventListener('submit', (event) => event.preventDefault());
	words.addEventListener('keydown', (event) => {
		if (event.key === 'Escape' && words.value !== '') {
			words.value = '';
			apply();
			event.stopPropagation();
		}
	});
	return form;
}

function choice(label: string, names: readonly string[]): HTMLSelectElement {
	return element(
		'select',
		{'aria-label': label},
		names.map((name) => element('option', {value: name}, name)),
	);
}

function columnNames(matrix: HTMLTableElement): readonly string[] {
	return [...matrix.querySelectorAll<HTMLElement>('thead th[data-gateway]')].map((cell) => cell.dataset['gateway'] ?? '');
}

interface Wanted {
	readonly words: string;
	readonly verdict: string | null;
	readonly gateway: string | null;
}

/** How many rows stay. A row stays where a cell that stays has the verdict. */
function filter(matrix: HTMLTableElement, {words, verdict, gateway}: Wanted): number {
	const needles = words
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== '');
	for (const cell of matrix.querySelectorAll<HTMLElement>('[data-gateway]')) {
		cell.hidden = gateway !== null && cell.dataset['gateway'] !== gateway;
	}

	let shown = 0;
	for (const row of matrix.tBodies[0]?.rows ?? []) {
		const head = row.querySelector('th')?.textContent?.toLowerCase() ?? '';
		const verdicts = [...row.querySelectorAll<HTMLElement>('td:not([hidden])')].flatMap((cell) =>
			(cell.dataset['verdicts'] ?? '').split(' '),
		);
		row.hidden = !needles.every((word) => head.includes(word)) || (verdict !== null && !verdicts.includes(verdict));
		shown += row.hidden ? 0 : 1;
	}

	return shown;
}

/** One stop for the tab key; arrows go from cell to cell, within a cell of many repeats from one to the next. */
function walkWithArrows(matrix: HTMLTableElement): void {
	const links = [...matrix.querySelectorAll<HTMLAnchorElement>('td a')];
	for (const [index, link] of links.entries()) {
		link.tabIndex = index === 0 ? 0 : -1;
	}

	matrix.addEventListener('focusin', (event) => {
		const link = links.find((each) => each === event.target);
		for (const each of link === undefined ? [] : links) {
			each.tabIndex = each === link ? 0 : -1;
		}
	});
	matrix.addEventListener('keydown', (event) => {
		const link = links.find((each) => each === event.target);
		const cell = link?.closest('td');
		if (link === undefined || cell === null || cell === undefined || event.ctrlKey || event.metaKey || event.altKey) {
			return;
		}

		const visible = links.filter((each) => each.closest('tr')?.hidden === false && each.closest('td')?.hidden === false);
		const place = visible.indexOf(link);
		const rows = [...(matrix.tBodies[0]?.rows ?? [])].filter((row) => !row.hidden);
		const row = rows.findIndex((each) => each === cell.parentElement);
		const next = {
			ArrowRight: () => visible[place + 1],
			ArrowLeft: () => visible[place - 1],
			ArrowDown: () => inColumn(rows.slice(row + 1), cell.cellIndex),
			ArrowUp: () => inColumn(rows.slice(0, Math.max(0, row)).toReversed(), cell.cellIndex),
			Home: () => visible[0],
			End: () => visible.at(-1),
		}[event.key];
		if (next !== undefined) {
			event.preventDefault();
			next()?.focus();
		}
	});
}

function inColumn(rows: readonly HTMLTableRowElement[], cellIndex: number): HTMLAnchorElement | undefined {
	const found = rows.map((row) => row.cells[cellIndex]?.querySelector('a')).find((link) => link !== null && link !== undefined);
	return found ?? undefined;
}
