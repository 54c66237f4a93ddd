// Checks a value of a user's own file field by field, which no compiler need have seen: all problems at once, each with what to write.
import {isRecord, problem} from '../expectations/options.ts';
import type {OptionProblem} from '../expectations/expectation.ts';

/** A value, typed, or its problems. */
export type CheckedPart<Part> =
	| {readonly ok: true; readonly part: Part}
	| {readonly ok: false; readonly problems: readonly OptionProblem[]};

export type FieldTest = readonly [wanted: string, fits: (value: unknown) => boolean];

/** Every field is checked, so a value without problems has the shape of `Part`. */
export function checkFields<Part>(
	value: unknown,
	fields: Readonly<Record<keyof Part & string, FieldTest>>,
	maker: string,
): CheckedPart<Part> {
	const problems: OptionProblem[] = [];
	const isPart = (candidate: unknown): candidate is Part => {
		if (!isRecord(candidate)) {
			problems.push(problem('', `made with ${maker}`, candidate));
			return false;
		}

		for (const [name, [wanted, fits]] of Object.entries<FieldTest>(fields)) {
			if (!fits(candidate[name])) problems.push(problem(name, wanted, candidate[name]));
		}

		return problems.length === 0;
	};
	return isPart(value) ? {ok: true, part: value} : {ok: false, problems};
}

export const fieldTests = {
	word: ['a name of lower-case letters, digits and dashes', (value) => typeof value === 'string' && /^[a-z][a-z0-9-]*$/.test(value)],
	text: ['a string that is not empty', (value) => typeof value === 'string' && value !== ''],
	absolutePath: ['an absolute path', (value) => typeof value === 'string' && value.startsWith('/')],
	folder: [
		'the absolute path of a folder with a Dockerfile, or nothing',
		(value) => value === undefined || (typeof value === 'string' && value.startsWith('/')),
	],
	method: ['a function', (value) => typeof value === 'function'],
	maybeMethod: ['a function, or nothing', (value) => value === undefined || typeof value === 'function'],
	words: ['an array of strings', (value) => Array.isArray(value) && value.every((item) => typeof item === 'string')],
	table: ['an object', isRecord],
} as const satisfies Readonly<Record<string, FieldTest>>;
