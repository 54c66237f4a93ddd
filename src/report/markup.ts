// HTML and SVG text in which everything is escaped unless it is markup itself: log lines are hostile input.
import {printable} from './printable.ts';

/** Text that is known to be markup. Only `markup` makes one, so that a plain string can never become a tag. */
export class Markup {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

export type Piece = string | number | Markup | readonly Markup[];

/** Tag of a template literal: what stands between the braces is escaped, or is Markup already. */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
	let text = parts[0] ?? '';
	for (const [index, piece] of pieces.entries()) {
		text += pieceText(piece) + (parts[index + 1] ?? '');
	}

	return new Markup(text);
}

export const nothing = new Markup('');

/** For text between tags and inside double-quoted attributes. Also fit for XML: what XML forbids is shown as its escape. */
export function escapeMarkup(text: string): string {
	return printable(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

const entities: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'};

function pieceText(piece: Piece): string {
	if (piece instanceof Markup) {
		return piece.text;
	}

	return typeof piece === 'object' ? piece.map(({text}) => text).join('') : escapeMarkup(String(piece));
}
