// The sign of a verdict on the page: a shape of its own for each, so that it can be told without colour.
import type {Verdict} from '../expectations/expectation.ts';
import {markup} from './markup.ts';
import type {Markup} from './markup.ts';

const shapes: Readonly<Record<Verdict, {readonly path: string; readonly word: string}>> = {
	pass: {path: 'M5.2 10.4l3.1 3.1 6.5-7', word: 'Passed'},
	fail: {path: 'M6 6l8 8M14 6l-8 8', word: 'Failed'},
	inconclusive: {path: 'M7.3 7.6a2.7 2.7 0 1 1 3.9 2.5c-.8.4-1.2.9-1.2 1.8M10 14.6v.1', word: 'Inconclusive'},
};

/** Defined once a page, used by reference. */
export function markTable(): Markup {
	const symbols = Object.entries(shapes).map(
		([verdict, {path}]) =>
			markup`<symbol id="mark-${verdict}" viewBox="0 0 20 20"><circle cx="10" cy="10" r="10"/><path d="${path}"/></symbol>`,
	);
	return markup`<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">${symbols}</svg>`;
}

export function verdictMark(verdict: Verdict): Markup {
	return markup`<svg class="mark ${verdict}" width="20" height="20" role="img" aria-label="${shapes[verdict].word}"><use href="#mark-${verdict}"/></svg>`;
}
