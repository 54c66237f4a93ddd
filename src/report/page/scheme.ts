// Light or dark, as the reader's system says; on paper always light. What is drawn on a canvas has to be drawn again when it changes.
import {palette} from '../palette.ts';
import type {Palette, Scheme} from '../palette.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');
const paper = matchMedia('print');
let printing = false;

export function currentScheme(): Scheme {
	return dark.matches && !printing && !paper.matches ? 'dark' : 'light';
}

export function colours(): Palette {
	return palette[currentScheme()];
}

/** Calls back until the signal is aborted. */
export function onSchemeChange(redraw: () => void, signal: AbortSignal): void {
	dark.addEventListener('change', redraw, {signal});
	paper.addEventListener('change', redraw, {signal});
	for (const [event, now] of [
		['beforeprint', true],
		['afterprint', false],
	] as const) {
		addEventListener(
			event,
			() => {
				printing = now;
				redraw();
			},
			{signal},
		);
	}
}
