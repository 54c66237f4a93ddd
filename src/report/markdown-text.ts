// Text within Markdown that stays text: HTML, links, mentions and table cells: nothing in a log line may become any of them.
import {printable} from './printable.ts';

/** For a table cell, a list item or a heading; one line. */
export function markdownText(text: string): string {
	return (
		printable(text)
			.replaceAll('&', '&amp;')
			.replaceAll('<', '&lt;')
			.replaceAll('>', '&gt;')
			.replaceAll(/[\\`*_[\]|#~!]/g, String.raw`\$&`)
			.replaceAll('@', '@\u200B')
			// A bare address would become a link by itself.
			.replaceAll('://', '&#58;//')
			.replaceAll(/\bwww\./gi, (word) => word.replace('.', '&#46;'))
	);
}
