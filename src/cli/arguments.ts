// Words of a command line, read by a table of flags. All problems are told at once, unknown flags with the nearest name.
import {GatequakeError} from '../error.ts';
import {nearestName} from '../expectations/nearest-name.ts';

export interface Flag {
	/** Word for the value in the help, such as `N`; absent for a switch. */
	readonly value?: string;
	readonly help: string;
	/** May be given more than once. */
	readonly repeatable?: boolean;
	/** What is wrong with a value, as `must be ...`; null where nothing is. */
	readonly check?: (value: string) => string | null;
}

export interface ReadArguments {
	readonly words: readonly string[];
	/** Values by flag name; a switch that was given has one empty value. */
	readonly flags: ReadonlyMap<string, readonly string[]>;
}

/** @throws GatequakeError `BAD_ARGUMENTS` (exit code 2). */
export function readArguments(argv: readonly string[], table: Readonly<Record<string, Flag>>, command: string): ReadArguments {
	const words: string[] = [];
	const flags = new Map<string, string[]>();
	const problems: string[] = [];
	const rest = [...argv];
	for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
		if (word === '--') {
			words.push(...rest.splice(0));
		} else if (word.startsWith('-') && word !== '-') {
			readFlag({word, rest, table, flags, problems});
		} else {
			words.push(word);
		}
	}

	if (problems.length > 0) {
		throw new GatequakeError(problems.join('\n'), {
			code: 'BAD_ARGUMENTS',
			exitCode: 2,
			hint: `\`gatequake ${command} --help\` lists the flags`,
		});
	}

	return {words, flags};
}

interface Reading {
	readonly word: string;
	readonly rest: string[];
	readonly table: Readonly<Record<string, Flag>>;
	readonly flags: Map<string, string[]>;
	readonly problems: string[];
}

function readFlag({word, rest, table, flags, problems}: Reading): void {
	const [name, inline] = splitOnce(word.replace(/^--?/, ''), '=');
	const flag = table[name];
	if (flag === undefined) {
		const nearest = nearestName(name, Object.keys(table));
		problems.push(`unknown flag ${word.split('=')[0]}${nearest === undefined ? '' : `; did you mean --${nearest}?`}`);
		return;
	}

	if (flag.value === undefined) {
		if (inline !== undefined) {
			problems.push(`--${name} takes no value, and \`${inline}\` came`);
		}

		flags.set(name, ['']);
		return;
	}

	const value = inline ?? rest.shift();
	if (value === undefined || (inline === undefined && value.startsWith('--'))) {
		problems.push(`--${name} needs a value: --${name} ${flag.value}`);
		return;
	}

	const problem = flag.check?.(value) ?? null;
	if (problem !== null) {
		problems.push(`--${name} ${problem}, and \`${value}\` came`);
		return;
	}

	const values = flags.get(name) ?? [];
	if (values.length > 0 && flag.repeatable !== true) {
		problems.push(`--${name} may be given once only`);
	}

	flags.set(name, [...values, value]);
}

export function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
	const at = text.indexOf(separator);
	return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** A flag's value must be a number of that kind. */
export function numberFlag(limits: {
	readonly min: number;
	readonly max: number;
	readonly integer?: boolean;
}): (value: string) => string | null {
	return (value) => {
		const number = Number(value);
		const fits =
			value.trim() !== '' &&
			Number.isFinite(number) &&
			number >= limits.min &&
			number <= limits.max &&
			(limits.integer !== true || Number.isInteger(number));
		return fits ? null : `must be a ${limits.integer === true ? 'whole ' : ''}number from ${limits.min} to ${limits.max}`;
	};
}

/** The table as help text, a line a flag. */
export function flagHelp(table: Readonly<Record<string, Flag>>): string {
	const rows = Object.entries(table).map(
		([name, flag]) => [`  --${name}${flag.value === undefined ? '' : ` ${flag.value}`}`, flag.help] as const,
	);
	const width = Math.max(...rows.map(([left]) => left.length)) + 2;
	return rows.map(([left, help]) => left.padEnd(width) + help).join('\n');
}
