// What a gateway says of its config, with the line that it names beside it.

/** `lineNumber` counts from 1, as gateways do; without one, or where the config has no such line, the words stand alone. */
export function withConfigLine(words: string, lineNumber: string | undefined, configText: string): string {
	const line = lineNumber === undefined ? undefined : configText.split('\n')[Number(lineNumber) - 1];
	return line === undefined ? words : `${words}\n  line ${lineNumber}: ${line.trim()}`;
}
