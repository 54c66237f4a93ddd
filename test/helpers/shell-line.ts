// A line of a shell as documents show them: programs with their words, joined by pipes and the like. No variables, no substitutions.

export interface ShownProgram {
	/** The program and its words, without quotes, redirections, and settings of the environment. */
	readonly words: readonly string[];
}

/** @throws Error where a quote does not end. */
export function programsIn(line: string): readonly ShownProgram[] {
	const programs: string[][] = [[]];
	let skip = false;
	for (const token of tokensIn(line)) {
		if (['|', '||', '&&', ';', '&'].includes(token)) {
			programs.push([]);
		} else if (/^\d?(?:>>?|<|>&)$/.test(token)) {
			// What follows is a file.
			skip = true;
		} else if (skip) {
			skip = false;
		} else {
			programs.at(-1)?.push(token);
		}
	}

	return programs.map((words) => ({words: withoutSettings(words)})).filter(({words}) => words.length > 0);
}

/** `DOCKER_HOST=unix:///x gatequake doctor` runs gatequake. */
function withoutSettings(words: readonly string[]): readonly string[] {
	const first = words.findIndex((word) => !/^[A-Z_][A-Z\d_]*=/.test(word));
	return first === -1 ? [] : words.slice(first);
}

function tokensIn(line: string): readonly string[] {
	const tokens: string[] = [];
	let rest = line.trimStart();
	while (rest !== '' && !rest.startsWith('#')) {
		const [operator] = /^(?:\|\|?|&&?|;|\d?>&\d|\d?>>?|<)/.exec(rest) ?? [];
		const [word] = operator === undefined ? (/^(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\|&;<>])+/.exec(rest) ?? []) : [operator];
		if (word === undefined) throw new Error(`a quote does not end, or a sign has no meaning here: ${line}`);
		if (!/^\d>&\d$/.test(word)) tokens.push(operator ?? word.replaceAll(/'([^']*)'|"([^"]*)"|\\(.)/g, '$1$2$3'));
		rest = rest.slice(word.length).trimStart();
	}

	return tokens;
}
