// Buttons for what the pointer and the keys do on a timeline: a phone has neither.
import {element} from './element.ts';
import type {TimelineOptions, View} from './timeline.ts';

export interface ZoomTarget extends Pick<TimelineOptions, 'focus' | 'fromMs'> {
	readonly toMs: number;
	readonly view: () => View;
	readonly setView: (fromMs: number, toMs: number) => void;
}

export function zoomControls({focus, fromMs, toMs, view, setView}: ZoomTarget): HTMLElement {
	const scale = (factor: number) => (): void => {
		const {fromMs: from, toMs: to} = view();
		const half = ((to - from) * factor) / 2;
		setView((from + to) / 2 - half, (from + to) / 2 + half);
	};
	const move = (share: number) => (): void => {
		const {fromMs: from, toMs: to} = view();
		setView(from + (to - from) * share, to + (to - from) * share);
	};
	return element(
		'div',
		{class: 'zoom', role: 'group', 'aria-label': 'Zoom'},
		button('Zoom in', '+', scale(0.5)),
		button('Zoom out', '−', scale(2)),
		button('Earlier', '←', move(-0.5)),
		button('Later', '→', move(0.5)),
		focus === null ? null : button(focus.name, focus.name, () => setView(focus.fromMs, focus.toMs)),
		button('Whole run', 'Whole run', () => setView(fromMs, toMs)),
		element('span', {class: 'quiet hint'}, 'Drag to zoom, or click and use the keys ← → + − 0'),
	);
}

function button(name: string, sign: string, act: () => void): HTMLElement {
	const made = element('button', {type: 'button', 'aria-label': name === sign ? null : name, title: name === sign ? null : name}, sign);
	made.addEventListener('click', act);
	return made;
}
