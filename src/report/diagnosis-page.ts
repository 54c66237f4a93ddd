// The one page of all that `diagnose` and `lint` find: it needs nothing else, no network, no second file and no script. What logs, answers,
// containers and configs say is text in it.
import {Markup, markup, nothing} from './markup.ts';
import {pageHead} from './page-head.ts';

export interface DiagnosisPage {
	/** Of the browser's window. Default: the heading. */
	readonly title?: string;
	readonly heading: string;
	/** What was looked at, in one line. */
	readonly about: string;
	/** Cards, one below the other. */
	readonly cards: readonly Markup[];
	readonly footer?: Markup;
}

export function diagnosisPage({heading, title = heading, about, cards, footer}: DiagnosisPage): string {
	return markup`${pageHead(title, {script: false})}
<body>
<header>
<p class="brand">Gatequake</p>
<h1>${heading}</h1>
<p class="quiet">${about}</p>
</header>
<main>
${cards}
</main>
${footer === undefined ? nothing : markup`<footer>${footer}</footer>`}
</body>
</html>
`.text;
}

/** A card with a heading; nothing where nothing is in it. */
export function card(heading: string, content: readonly Markup[]): Markup {
	return content.length === 0 ? nothing : markup`<section class="card"><h2>${heading}</h2>${content}</section>`;
}

const lineEnd = new Markup('\n');

/** Lines as they were found. What may be wider than the page is reached by keyboard, too. */
export function found(lines: readonly string[]): Markup {
	// The line's end is markup: what stands in a line may not end it.
	const ended = lines.map((line, index) => (index === 0 ? markup`${line}` : markup`${lineEnd}${line}`));
	return lines.length === 0
		? nothing
		: markup`<pre class="log scroll" tabindex="0" role="group" aria-label="Lines as they were found">${ended}</pre>`;
}

export function table(heads: readonly string[], rows: readonly Markup[]): Markup {
	const label = heads.filter((head) => head !== '').join(', ');
	return markup`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table><thead><tr>${heads.map((head) => markup`<th>${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** What to do, after a word that says what for. Nothing where nothing is said. */
export function advice(word: string, text: string): Markup {
	return text === '' ? nothing : markup`<p><b>${word}</b> ${text}</p>`;
}
