// A page is not made slow by what a log says: of a text of any length the page shows so much, and says that there was more.

const limits = {line: 2000, lines: 5000};

/** The same value with every text in it cut to what a page shows. Lists of numbers stay as they are. */
export function boundText<Value>(value: Value): Value {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- What comes out has the shape of what went in.
	return bounded(value) as Value;
}

function bounded(value: unknown): unknown {
	if (typeof value === 'string') {
		return value.length <= limits.line ? value : boundedString(value);
	}

	if (Array.isArray(value)) {
		return typeof value[0] === 'number' ? value : value.map(bounded);
	}

	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value).map(([key, part]) => [boundedString(key), bounded(part)]))
		: value;
}

function boundedString(text: string): string {
	const lines = text.split('\n', limits.lines + 1);
	const shown = lines
		.slice(0, limits.lines)
		.map((line) => (line.length <= limits.line ? line : `${line.slice(0, limits.line)}… (${line.length} characters)`));
	return [...shown, ...(lines.length > limits.lines ? ['…'] : [])].join('\n');
}
