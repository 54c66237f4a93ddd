// The words for the fills and lines of a plot.
import {drawing, element} from './element.ts';

/** `look` as `outcomeLook` gives it: the same fill as in the plot. */
export function fillSwatch(look: string, label: string, figure = ''): HTMLElement {
	return entry(drawing('rect', {class: `fill-${look}`, width: 18, height: 14, rx: 3}), label, figure);
}

/** `line` is a class of the style sheet. */
export function lineSwatch(line: string, label: string): HTMLElement {
	return entry(drawing('line', {class: line, x1: 0, x2: 18, y1: 7, y2: 7}), label, '');
}

function entry(shape: SVGElement, label: string, figure: string): HTMLElement {
	const swatch = drawing('svg', {class: 'swatch', width: 18, height: 14, 'aria-hidden': 'true'}, shape);
	return element('li', {}, swatch, label, figure === '' ? null : element('span', {class: 'quiet'}, figure));
}
