// A user's own bootstrap read back as far as the harness needs it: the port of its first listener, and the line that Envoy is against.

/** First `port_value` after `listeners`, in YAML or JSON; the admin's and the clusters' ports stand elsewhere. */
export function envoyPort(configText: string): number | null {
	const text = configText.replaceAll(/(^|\s)#.*$/gm, '$1');
	const listeners = /["']?listeners["']?\s*:/.exec(text);
	if (listeners === null) {
		return null;
	}

	const port = /["']?port_value["']?\s*:\s*["']?(\d+)/.exec(text.slice(listeners.index))?.[1];
	// What is no port is for Envoy to refuse.
	return port === undefined || Number(port) > 65_535 ? null : Number(port);
}

/**
 * Envoy says what it is against, and where in the message it made of the config, but in which line only where the YAML itself is broken.
 * So the lines that hold the word in question are shown, where there are few of them.
 */
export function explainEnvoyRefusal(output: string, configText: string): string | null {
	const said = refusals.map((pattern) => pattern.exec(output)?.[1]).find((words) => words !== undefined);
	if (said === undefined) {
		return null;
	}

	const words = said.replaceAll(/\s+/g, ' ').trim();
	const lines = configText
		.split('\n')
		.flatMap((line, index) => (isMeant(line, index, words) ? [`  line ${index + 1}: ${line.trim()}`] : []));
	return [words, ...(lines.length <= 3 ? lines : [])].join('\n');
}

const refusals: readonly RegExp[] = [
	// The whole config in another form stands before or behind these.
	/(Proto constraint validation failed \(.*\))/,
	/Unable to parse JSON as proto \(([^\n]*?)\): \{/,
	/error initializing configuration '[^']*': ([^\n]+)/,
];

function isMeant(line: string, index: number, words: string): boolean {
	const lineNumber = /yaml-cpp: error at line (\d+)/.exec(words)?.[1];
	if (lineNumber !== undefined) {
		return index + 1 === Number(lineNumber);
	}

	const word = meantWord(words);
	return word !== null && line.split(/[^\w.@/-]+/).includes(word);
}

/** What is quoted last; or the field that a path or a failed constraint ends with. */
function meantWord(words: string): string | null {
	const field = /@ [\w.[\]<>]*?(\w+): message google/.exec(words)?.[1] ?? /ValidationError\.(\w+)(?:\[\d+\])?: [^|]*$/.exec(words)?.[1];
	const quoted = [...words.matchAll(/'([^']{2,})'/g)].at(-1)?.[1];
	return field === undefined ? (quoted ?? null) : field.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
