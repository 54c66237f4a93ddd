// Text from logs and answers is hostile: it may carry terminal escapes, line ends and characters that XML forbids.

/** One line without control characters: each becomes its visible escape, such as `\x1b`. Tabs become a space. */
export function printable(text: string): string {
	let clean = '';
	for (const character of text) {
		clean += visible(character);
	}

	return clean;
}

/** C0, DEL, C1, lone surrogates, line separators and the bidirectional overrides that can make a line read as another. */
function visible(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	if (character === '\t') {
		return ' ';
	}

	if (code < 0x20 || (code >= 0x7f && code < 0xa0)) {
		return `\\x${code.toString(16).padStart(2, '0')}`;
	}

	const isBidi = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
	const isSurrogate = code >= 0xd800 && code <= 0xdfff;
	const isForbidden = code === 0xfffe || code === 0xffff || code === 0x2028 || code === 0x2029;
	return isBidi || isSurrogate || isForbidden ? `\\u${code.toString(16)}` : character;
}
