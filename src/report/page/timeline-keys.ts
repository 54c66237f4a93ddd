// The keys of a timeline: arrows read it out, plus and minus zoom.
import type {View} from './timeline.ts';

export interface KeyTargets {
	readonly point: (place: number) => void;
	readonly place: () => number;
	readonly view: () => View;
	readonly setView: (fromMs: number, toMs: number) => void;
	readonly whole: () => void;
	readonly isWhole: () => boolean;
}

/** Escape goes back one step at a time: the readout, the zoom, and then it is left to the page. */
export function timelineKeys(event: KeyboardEvent, {point, place, view, setView, whole, isWhole}: KeyTargets): void {
	const {fromMs, toMs, columns} = view();
	const step = {ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10}[event.key];
	const last = columns.length - 1;
	const middle = place() < 0 ? (fromMs + toMs) / 2 : (columns[place()]?.fromMs ?? fromMs);
	const zoom = (factor: number): void => setView(middle - (middle - fromMs) * factor, middle + (toMs - middle) * factor);
	if (event.ctrlKey || event.metaKey || event.altKey) return;
	if (step !== undefined) point(Math.max(0, Math.min(last, place() < 0 ? (step > 0 ? 0 : last) : place() + step)));
	else if (event.key === 'Home') point(0);
	else if (event.key === 'End') point(last);
	else if (event.key === '+' || event.key === '=') zoom(0.5);
	else if (event.key === '-') zoom(2);
	else if (event.key === '0') whole();
	else if (event.key === 'Escape' && place() >= 0) point(-1);
	else if (event.key === 'Escape' && !isWhole()) whole();
	else return;
	event.preventDefault();
	event.stopPropagation();
}
