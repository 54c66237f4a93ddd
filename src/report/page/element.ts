// Elements of the page. Text only ever becomes a text node, with control characters made visible: nothing a report says can be markup.
import {printable} from '../printable.ts';

export type Child = Node | string | number | null | readonly Child[];

/** `element('a', {href: '#', class: 'x'}, 'text')`. An attribute that is null or false is left out; one that is true has no value. */
export function element<Name extends keyof HTMLElementTagNameMap>(
	name: Name,
	attributes: Readonly<Record<string, string | number | boolean | null>> = {},
	...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
	const made = document.createElement(name);
	setAttributes(made, attributes);
	append(made, children);
	return made;
}

/** The same for SVG. */
export function drawing(
	name: string,
	attributes: Readonly<Record<string, string | number | boolean | null>> = {},
	...children: readonly Child[]
): SVGElement {
	const made = document.createElementNS('http://www.w3.org/2000/svg', name);
	setAttributes(made, attributes);
	append(made, children);
	return made;
}

/** A button that copies a text; where the browser forbids it, the text is selected instead. */
export function copyButton(source: HTMLElement): HTMLButtonElement {
	const button = element('button', {type: 'button'}, 'Copy');
	button.addEventListener('click', () => {
		void navigator.clipboard.writeText(source.textContent ?? '').then(
			() => (button.textContent = 'Copied'),
			() => {
				getSelection()?.selectAllChildren(source);
				button.textContent = 'Selected';
			},
		);
	});
	return button;
}

function setAttributes(target: Element, attributes: Readonly<Record<string, string | number | boolean | null>>): void {
	for (const [key, value] of Object.entries(attributes)) {
		if (value !== null && value !== false) {
			target.setAttribute(key, value === true ? '' : String(value));
		}
	}
}

function append(target: Element, children: readonly Child[]): void {
	for (const child of children) {
		if (child === null) {
			continue;
		}

		if (child instanceof Node) {
			target.append(child);
		} else if (typeof child === 'object') {
			append(target, child);
		} else {
			target.append(printable(String(child)));
		}
	}
}
