// The fill of each outcome: a colour and a pattern, so that a chart can be read without seeing colours, and in black and white print.
// The patterns stand once in the page; charts refer to them.
import {Markup, markup} from './markup.ts';

interface Look {
	readonly light: string;
	readonly dark: string;
	/** SVG drawn over the colour, in a tile of `size` px. Empty for a plain fill. */
	readonly drawing: string;
	readonly size: number;
}

const diagonal = (size: number): string => `M0 ${size}L${size} 0M-1 1L1 -1M${size - 1} ${size + 1}L${size + 1} ${size - 1}`;
const counterDiagonal = (size: number): string => `M0 0L${size} ${size}M-1 ${size - 1}L1 ${size + 1}M${size - 1} -1L${size + 1} 1`;
const strokes = (path: string): string => `<path d="${path}" class="pattern"/>`;
const dots = (size: number, radius: number): string => `<circle cx="${size / 2}" cy="${size / 2}" r="${radius}" class="pattern-dot"/>`;

const looks: Readonly<Record<string, Look>> = {
	good: {light: '#a5d6c1', dark: '#2b6650', drawing: '', size: 4},
	s3xx: {light: '#5e9dbd', dark: '#5590ae', drawing: dots(8, 1), size: 8},
	s4xx: {light: '#b98a1c', dark: '#b98f2e', drawing: strokes('M3 0V6'), size: 6},
	s5xx: {light: '#c65f6e', dark: '#c25f6d', drawing: dots(5, 1.1), size: 5},
	s502: {light: '#cf4a3f', dark: '#cc5147', drawing: strokes(diagonal(7)), size: 7},
	s503: {light: '#c9641f', dark: '#c66c2c', drawing: strokes(counterDiagonal(7)), size: 7},
	s504: {light: '#a3541b', dark: '#b0662f', drawing: strokes('M0 3H6'), size: 6},
	cut: {light: '#8659c4', dark: '#8f66c8', drawing: strokes(diagonal(7) + counterDiagonal(7)), size: 7},
	altered: {light: '#b5478f', dark: '#b85596', drawing: strokes('M0 2H4V6H8'), size: 8},
	empty: {light: '#5a67c4', dark: '#6a76cc', drawing: strokes('M3 0V7M0 3H7'), size: 7},
	refused: {light: '#87503a', dark: '#9a6650', drawing: strokes('M0 1H4'), size: 4},
	reset: {light: '#2d77ad', dark: '#3b83b6', drawing: strokes('M0 5L3 1L6 5'), size: 6},
	unreachable: {light: '#557383', dark: '#6a8796', drawing: strokes('M2 0V4'), size: 4},
	timeout: {light: '#535b6b', dark: '#79818f', drawing: dots(7, 2), size: 7},
	unsent: {light: '#9a9fa8', dark: '#5b616b', drawing: strokes('M3 1V5M1 3H5'), size: 8},
	other: {light: '#7b7b7b', dark: '#858585', drawing: strokes('M0 0L4 4'), size: 8},
};

/** One hidden SVG for the whole page. Not `display: none`: patterns inside such an element are not drawn. */
export function patternTable(): Markup {
	const patterns = Object.entries(looks).map(
		([name, {drawing, size}]) =>
			new Markup(
				`<pattern id="fill-${name}" width="${size}" height="${size}" patternUnits="userSpaceOnUse">` +
					`<rect width="${size}" height="${size}" class="ground-${name}"/>${drawing}</pattern>`,
			),
	);
	return markup`<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>${patterns}</defs></svg>`;
}

/** The grounds of one scheme. */
export function groundStyle(scheme: 'light' | 'dark'): string {
	return Object.entries(looks)
		.map(([name, look]) => `.ground-${name}{fill:${look[scheme]}}`)
		.join('');
}

/** What a shape wears: ground and pattern together. */
export function fillStyle(): string {
	return Object.keys(looks)
		.map((name) => `.fill-${name}{fill:url(#fill-${name})}`)
		.join('');
}
