// The fills of outcomes as SVG: patterns that stand once in the page, and the style rules that make use of them.
import {Markup, markup} from './markup.ts';
import {outcomeFills} from './outcome-fills.ts';
import type {OutcomeFill} from './outcome-fills.ts';
import type {Scheme} from './palette.ts';

/** One hidden SVG for the whole page. Not `display: none`: patterns inside such an element are not drawn. */
export function patternTable(): Markup {
	const patterns = Object.entries(outcomeFills).map(
		([name, fill]) =>
			new Markup(
				`<pattern id="fill-${name}" width="${fill.size}" height="${fill.size}" patternUnits="userSpaceOnUse">` +
					`<rect width="${fill.size}" height="${fill.size}" class="ground-${name}"/>${drawing(fill)}</pattern>`,
			),
	);
	return markup`<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>${patterns}</defs></svg>`;
}

function drawing({path, dot, size}: OutcomeFill): string {
	const lines = path === '' ? '' : `<path d="${path}" class="pattern"/>`;
	return dot === 0 ? lines : `${lines}<circle cx="${size / 2}" cy="${size / 2}" r="${dot}" class="pattern-dot"/>`;
}

/** The grounds of one scheme; `plain` where a shape is too small for a pattern. */
export function groundStyle(scheme: Scheme): string {
	return Object.entries(outcomeFills)
		.map(([name, fill]) => `.ground-${name},.plain-${name}{fill:${fill[scheme]}}`)
		.join('');
}

/** What a shape wears: ground and pattern together. */
export function fillStyle(): string {
	return Object.keys(outcomeFills)
		.map((name) => `.fill-${name}{fill:url(#fill-${name})}`)
		.join('');
}
