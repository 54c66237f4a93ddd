// A plain value as a scenario file would write it.

/** `{cause: 'hang', share: [0.99, 1]}`. */
export function literal(value: unknown): string {
	if (typeof value === 'string') return `'${value.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
	if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
	if (typeof value !== 'object' || value === null) return String(value);
	const entries = Object.entries(value).filter(([, item]) => item !== undefined);
	return `{${entries.map(([key, item]) => `${/^[a-zA-Z_$][\w$]*$/.test(key) ? key : literal(key)}: ${literal(item)}`).join(', ')}}`;
}

/** `errors({cause: 'hang'})`: the options, and the name where it has one of its own. */
export function call(maker: string, options: Readonly<Record<string, unknown>>): string {
	return `${maker}(${Object.keys(options).length === 0 ? '' : literal(options)})`;
}
