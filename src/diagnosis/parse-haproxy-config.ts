// HAProxy's config as sections of lines, read by its own grammar: a line is a list of words, of which quotes, backslashes and comments make
// what they make in HAProxy; a keyword of its own opens a section. Where lines depend on conditions (`.if`), both ways are read.
import type {ConfigProblem, ConfigText} from './parse-nginx-config.ts';

export interface HaproxyLine {
	readonly words: readonly string[];
	readonly line: number;
	readonly file: string | null;
}

export interface HaproxySection {
	/** `global`, `defaults`, `frontend`, `backend`, `listen`, `resolvers`, … */
	readonly kind: string;
	/** Empty where it has none. */
	readonly name: string;
	/** Of the `defaults` that it names itself. */
	readonly from: string | null;
	readonly line: number;
	readonly file: string | null;
	readonly lines: readonly HaproxyLine[];
}

export interface HaproxyTree {
	readonly sections: readonly HaproxySection[];
	readonly problems: readonly ConfigProblem[];
}

const kinds = new Set(
	`global defaults frontend backend listen resolvers peers mailers userlist cache program http-errors ring log-forward log-profile
	fcgi-app crt-store traces acme`.split(/\s+/),
);

/** Several texts are one config, in their order. */
export function parseHaproxyConfig(texts: readonly ConfigText[]): HaproxyTree {
	const sections: (HaproxySection & {readonly lines: HaproxyLine[]})[] = [];
	const problems: ConfigProblem[] = [];
	for (const {name: file, text} of texts) {
		for (const [index, raw] of text.split('\n').entries()) {
			const line = index + 1;
			const {words, problem} = wordsOf(raw.endsWith('\r') ? raw.slice(0, -1) : raw);
			const [keyword, name = '', ...rest] = words;
			if (problem !== null) {
				problems.push({file, line, problem});
			} else if (keyword !== undefined && kinds.has(keyword)) {
				const own = name === 'from' ? '' : name;
				const from = [name, ...rest].indexOf('from');
				sections.push({kind: keyword, name: own, from: from === -1 ? null : (rest[from] ?? null), line, file, lines: []});
			} else if (keyword !== undefined && !keyword.startsWith('.')) {
				const section = sections.at(-1);
				if (section === undefined) {
					problems.push({file, line, problem: `expected a section such as global, defaults or frontend, and \`${keyword}\` came`});
				} else {
					section.lines.push({words, line, file});
				}
			}
		}
	}

	return {sections, problems};
}

interface ReadWords {
	readonly words: readonly string[];
	readonly problem: string | null;
}

// What a line is made of: a comment to its end, quoted text (in double quotes a backslash keeps what follows), a kept sign, plain text, space.
const piece = /#.*|"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|([^\s"'#\\]+)|\s+|(["'\\])/g;

function wordsOf(line: string): ReadWords {
	const words: string[] = [];
	let word: string | null = null;
	for (const match of line.matchAll(piece)) {
		const [whole, double, single, kept, plain, unended] = match;
		if (unended !== undefined) {
			return {words, problem: `expected an end of the quote ${unended}, and there is none`};
		}

		const text: string | undefined = double?.replaceAll(/\\(.)/g, '$1') ?? single ?? kept ?? plain;
		if (text !== undefined) {
			word = (word ?? '') + text;
		} else if (word !== null) {
			words.push(word);
			word = null;
		}

		if (whole.startsWith('#')) {
			break;
		}
	}

	return {words: word === null ? words : [...words, word], problem: null};
}
