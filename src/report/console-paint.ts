// Colour, marks and line breaking for text on a terminal. Colour is never the only sign: every mark differs in shape too.
import type {Verdict} from '../expectations/expectation.ts';
import type {Terminal} from './terminal.ts';

export type Tone = 'red' | 'green' | 'yellow' | 'blue' | 'dim' | 'bold';

const codes: Readonly<Record<Tone, readonly [number, number]>> = {
	bold: [1, 22],
	dim: [2, 22],
	red: [31, 39],
	green: [32, 39],
	yellow: [33, 39],
	blue: [34, 39],
};

export interface Paint {
	tone(tone: Tone, text: string): string;
	mark(verdict: Verdict): string;
	/** Breaks at spaces so that each line fits `width` with `indent` in front of all but the first. */
	wrap(text: string, indent: number): string;
	/** Applied once to the finished text: signs that the terminal cannot show become ASCII, and no line is a command for a CI system. */
	finish(text: string): string;
}

const marks: Readonly<Record<Verdict, readonly [unicode: string, ascii: string, tone: Tone]>> = {
	pass: ['✔', 'PASS', 'green'],
	fail: ['✘', 'FAIL', 'red'],
	inconclusive: ['?', 'VOID', 'yellow'],
};

export function createPaint(terminal: Omit<Terminal, 'live'>): Paint {
	const tone = (name: Tone, text: string): string => {
		const [on, off] = codes[name];
		return terminal.colour ? `\u001B[${on}m${text}\u001B[${off}m` : text;
	};

	return {
		tone,
		mark(verdict) {
			const [unicode, ascii, name] = marks[verdict];
			return tone(name, terminal.unicode ? unicode : ascii);
		},
		wrap: (text, indent) => wrapText(text, terminal.width, indent),
		finish: (text) => withoutCommands(terminal.unicode ? text : toAscii(text)),
	};
}

function wrapText(text: string, width: number, indent: number): string {
	if (width === 0) {
		return text;
	}

	const room = Math.max(20, width - indent);
	const lines: string[] = [''];
	for (const word of text.split(' ')) {
		const line = lines.at(-1) ?? '';
		if (line !== '' && line.length + 1 + word.length > room) {
			lines.push(word);
		} else {
			lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
		}
	}

	return lines.join(`\n${' '.repeat(indent)}`);
}

const asciiSigns: Readonly<Record<string, string>> = {
	'·': '-',
	'±': '+/-',
	'…': '...',
	'→': '->',
	'│': '|',
	'–': '-',
	'×': 'x',
	'≥': '>=',
	'≤': '<=',
};

function toAscii(text: string): string {
	return text.replaceAll(/[·±…→│–×≥≤]/g, (sign) => asciiSigns[sign] ?? '?');
}

/** GitHub Actions takes `::name::` at the start of a line and `##[name]` anywhere for a command, whoever wrote it. */
function withoutCommands(text: string): string {
	return text.replaceAll('##[', '## [').replaceAll(/^([^\S\n]*):(?=:)/gm, '$1: ');
}
