// A line of a log in JSON. What stands in its fields is a stranger's: each reader converts what it takes, whatever it is.

/** The fields of an object in JSON; null for a line that is none, as one that was cut. */
export function jsonLine(line: string): Readonly<Record<string, unknown>> | null {
	if (!line.startsWith('{')) {
		return null;
	}

	try {
		// What begins with a brace is an object, or no JSON.
		const fields: Record<string, unknown> = JSON.parse(line);
		return fields;
	} catch {
		return null;
	}
}
