// Data written as YAML, for the gateways whose configs are YAML: block style, two blanks, strings in JSON's quotes where they need some.

export type YamlValue = string | number | boolean | readonly YamlValue[] | {readonly [key: string]: YamlValue};

/** Without a newline at its end. */
export function toYaml(value: YamlValue): string {
	return linesOf(value).join('\n');
}

function linesOf(value: YamlValue): readonly string[] {
	if (isList(value)) {
		return value.length === 0 ? ['[]'] : value.flatMap((item) => indented(linesOf(item), '- '));
	}

	if (typeof value !== 'object') {
		return [scalar(value)];
	}

	const entries = Object.entries(value);
	return entries.length === 0 ? ['{}'] : entries.flatMap(([key, child]) => entryLines(scalar(key), child));
}

/** `Array.isArray` does not narrow a union with readonly arrays. */
function isList(value: YamlValue): value is readonly YamlValue[] {
	return Array.isArray(value);
}

function entryLines(key: string, child: YamlValue): readonly string[] {
	const lines = linesOf(child);
	const isBlock = typeof child === 'object' && Object.keys(child).length > 0;
	return isBlock ? [`${key}:`, ...lines.map((line) => `  ${line}`)] : [`${key}: ${lines.join('')}`];
}

/** A dash before the first line, and as many blanks before the others. */
function indented(lines: readonly string[], dash: string): readonly string[] {
	return lines.map((line, index) => `${index === 0 ? dash : ' '.repeat(dash.length)}${line}`);
}

function scalar(value: string | number | boolean): string {
	if (typeof value !== 'string') {
		return String(value);
	}

	// What YAML might read as something else than a string is quoted; JSON's strings are YAML's.
	return /^[a-z_/][\w./-]*$/i.test(value) && !/^(?:true|false|yes|no|on|off|null|y|n|_+)$/i.test(value) ? value : JSON.stringify(value);
}
