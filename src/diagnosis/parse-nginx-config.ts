// nginx's config as a list of directives, read by its own grammar: words, quotes, comments, blocks. `nginx -T` gives several files in one
// text, each behind a comment with its name; blocks of Lua are skipped whole.

export interface NginxDirective {
	readonly name: string;
	readonly words: readonly string[];
	/** Names of the blocks around it, the outermost first: `http`, `server`. */
	readonly blocks: readonly string[];
	/** Of the text, or of the file that `nginx -T` names. */
	readonly line: number;
	/** Null in a text that names no file. */
	readonly file: string | null;
}

interface Token {
	readonly text: string;
	readonly kind: 'word' | ';' | '{' | '}';
	readonly line: number;
	readonly file: string | null;
}

export function parseNginxConfig(text: string): readonly NginxDirective[] {
	const directives: NginxDirective[] = [];
	const blocks: string[] = [];
	let words: Token[] = [];
	for (const token of tokensOf(text)) {
		if (token.kind === 'word') {
			words.push(token);
			continue;
		}

		const [first, ...rest] = words;
		words = [];
		if (first !== undefined) {
			directives.push({name: first.text, words: rest.map((word) => word.text), blocks: [...blocks], line: first.line, file: first.file});
		}

		if (token.kind === '{') blocks.push(first?.text ?? '');
		if (token.kind === '}') blocks.pop();
	}

	return directives;
}

// A comment, a quoted word, a sign, or a word; in a word, `${` belongs to a variable, and a backslash keeps what follows.
const piece =
	/#([^\n]*)|"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'|([;{}])|((?:\$\{[^}]*\}|\\[^]|[^\s;{}"'#\\])(?:\$\{[^}]*\}|\\[^]|[^\s;{}\\])*)|\n/g;

function* tokensOf(text: string): Generator<Token> {
	let [line, file]: [number, string | null] = [1, null];
	let last = '';
	piece.lastIndex = 0;
	for (let match = piece.exec(text); match !== null; match = piece.exec(text)) {
		const [whole, comment, double, single, sign, word] = match;
		if (sign === '{' && last.endsWith('_by_lua_block')) {
			const end = luaEnd(text, piece.lastIndex);
			line += text.slice(piece.lastIndex, end).split('\n').length - 1;
			piece.lastIndex = end;
			yield {text: ';', kind: ';', line, file};
		} else if (sign === ';' || sign === '{' || sign === '}') {
			yield {text: sign, kind: sign, line, file};
		} else if (comment === undefined) {
			last = double ?? single ?? word ?? '';
			if (whole !== '\n') yield {text: last, kind: 'word', line, file};
		}

		line += whole.split('\n').length - 1;
		const named = /^ configuration file (.*):$/.exec(comment ?? '')?.[1];
		if (named !== undefined) {
			// The comment stands on the line before the file's first.
			[line, file] = [0, named];
		}
	}
}

/** Behind the brace that closes the block; braces in Lua's strings and comments are rare, and only make the block longer. */
function luaEnd(text: string, from: number): number {
	let depth = 1;
	for (let at = from; at < text.length; at++) {
		if (text[at] === '{') depth += 1;
		if (text[at] === '}' && --depth === 0) return at + 1;
	}

	return text.length;
}
