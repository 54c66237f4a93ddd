// One text of nginx's config as a tree of directives, read by its own grammar: words, quotes, comments, blocks. Blocks of Lua are skipped
// whole. A text that breaks off gives what it has, and what is wrong with it.

export interface NginxDirective {
	readonly name: string;
	readonly words: readonly string[];
	/** Of its text. */
	readonly line: number;
	/** Null where the text has no name. */
	readonly file: string | null;
	/** Directives between its braces; null where it has none. */
	readonly block: readonly NginxDirective[] | null;
}

export interface ConfigText {
	readonly name: string | null;
	readonly text: string;
}

export interface ConfigProblem {
	readonly file: string | null;
	readonly line: number;
	/** What was expected, and what came. */
	readonly problem: string;
}

export interface NginxTree {
	readonly directives: readonly NginxDirective[];
	readonly problems: readonly ConfigProblem[];
}

interface OpenBlock {
	readonly head: Token | null;
	readonly words: readonly Token[];
	readonly directives: NginxDirective[];
}

export function parseNginxConfig({name: file, text}: ConfigText): NginxTree {
	const problems: ConfigProblem[] = [];
	const complain = (line: number, problem: string) => problems.push({file, line, problem});
	const top: OpenBlock = {head: null, words: [], directives: []};
	const open: OpenBlock[] = [top];
	let words: Token[] = [];
	for (const token of tokensOf(text)) {
		const inner = open.at(-1) ?? top;
		const [head, ...rest] = words;
		if (token.kind === 'word') {
			words.push(token);
			continue;
		}

		words = [];
		if (token.kind === 'quote') {
			complain(token.line, `expected an end of the quote ${token.text}, and there is none`);
		} else if (token.kind === '{') {
			if (head === undefined) complain(token.line, 'expected a name before {, and there is none');
			open.push({head: head ?? token, words: rest, directives: []});
		} else if (head !== undefined && token.kind === ';') {
			inner.directives.push({name: head.text, words: rest.map((word) => word.text), line: head.line, file, block: null});
		} else if (head !== undefined) {
			complain(head.line, `expected \`${head.text}\` to end with ; or {, and } came in line ${token.line}`);
		} else if (token.kind === ';') {
			complain(token.line, 'expected a directive, and ; stands alone');
		}

		if (token.kind === '}' && open.length === 1) complain(token.line, 'expected no }, for none of the blocks is open');
		if (token.kind === '}' && open.length > 1) closeLast(open, file);
	}

	const [left] = words;
	if (left !== undefined) complain(left.line, `expected \`${left.text}\` to end with ; or {, and the text ended`);
	while (open.length > 1) {
		const {head} = open.at(-1) ?? top;
		complain(head?.line ?? 1, `expected a } for the block \`${head?.text ?? ''}\`, and the text ended`);
		closeLast(open, file);
	}

	return {directives: top.directives, problems};
}

function closeLast(open: OpenBlock[], file: string | null): void {
	const block = open.pop();
	if (block?.head === undefined || block.head === null) return;
	const {head, words, directives} = block;
	open.at(-1)?.directives.push({name: head.text, words: words.map((word) => word.text), line: head.line, file, block: directives});
}

interface Token {
	readonly text: string;
	readonly kind: 'word' | ';' | '{' | '}' | 'quote';
	readonly line: number;
}

// A comment, a quoted word, a sign, or a word; in a word, `${` belongs to a variable, and a backslash keeps what follows. Last, a quote that does not end.
const piece =
	/#[^\n]*|"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'|([;{}])|((?:\$\{[^}]*\}|\\[^]|[^\s;{}"'#\\])(?:\$\{[^}]*\}|\\[^]|[^\s;{}\\])*)|(["'])|\n/g;

function* tokensOf(text: string): Generator<Token> {
	let line = 1;
	let last = '';
	piece.lastIndex = 0;
	for (let match = piece.exec(text); match !== null; match = piece.exec(text)) {
		const [whole, double, single, sign, bare, quote] = match;
		const word = double ?? single ?? bare;
		if (sign === '{' && last.endsWith('_by_lua_block')) {
			const end = luaEnd(text, piece.lastIndex);
			line += text.slice(piece.lastIndex, end).split('\n').length - 1;
			piece.lastIndex = end;
			yield {text: ';', kind: ';', line};
		} else if (sign === ';' || sign === '{' || sign === '}') {
			yield {text: sign, kind: sign, line};
		} else if (quote !== undefined) {
			yield {text: quote, kind: 'quote', line};
		} else if (word !== undefined) {
			last = word;
			yield {text: word, kind: 'word', line};
		}

		line += whole.split('\n').length - 1;
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
