// Keeps a figure and its unit on one line of a page. Terminals and files get plain spaces, which can be searched for.

/** `3.012 s ± 4 ms` cannot break within `3.012 s` and `± 4 ms`, nor `99.8 % 502` anywhere. */
export function unbroken(text: string): string {
	return text.replaceAll(/(?<=[\d±]) (?=\d|(?:ms|s|min|%)(?!\w))|(?<=%) (?=\d{3}\b)/g, '\u00A0');
}
