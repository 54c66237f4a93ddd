// Checks of values that people write: expectations, faults, scenarios. A checker gives all problems of its value at once, each with
// the path to it and what to write instead. `undefined` passes every checker but `required`: options are optional unless said.
import type {OptionProblem} from './expectation.ts';
import {nearestName} from './nearest-name.ts';

/** Gives all problems of a value at once; none for `undefined`, unless it is `required`. */
export type Checker = (value: unknown, path: string) => readonly OptionProblem[];

/** Checks an object key by key. Unknown keys are problems that offer the nearest name. */
export function checkOptions(value: unknown, path: string, checkers: Readonly<Record<string, Checker>>): readonly OptionProblem[] {
	if (!isRecord(value)) return [problem(path, 'an object', value)];

	const known = Object.keys(checkers);
	const problems: OptionProblem[] = [];
	for (const key of Object.keys(value)) {
		if (!known.includes(key)) problems.push(unknownKey(key, path, known));
	}

	for (const [key, checker] of Object.entries(checkers)) {
		problems.push(...checker(value[key], path === '' ? key : `${path}.${key}`));
	}

	return problems;
}

/** The value must be there. */
export function required(checker: Checker): Checker {
	return (value, path) =>
		value === undefined ? [{path, message: `\`${path}\` is missing`, hint: 'it has no default'}] : checker(value, path);
}

/** A finite number, `min` and `max` included. */
export function number(limits: {readonly min?: number; readonly max?: number; readonly integer?: boolean} = {}): Checker {
	const {min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, integer = false} = limits;
	const wanted = `${integer ? 'a whole number' : 'a number'}${between(min, max)}`;
	return ifDefined((value, path) => {
		const fits =
			typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max && (!integer || Number.isInteger(value));
		return fits ? [] : [problem(path, wanted, value)];
	});
}

/** A range of shares `[from, to]` within 0 and 1. */
export const shareRange: Checker = range({min: 0, max: 1});

/** A part of a whole: 0 to 1. */
export const share: Checker = number({min: 0, max: 1});

/** `[from, to]`, both included; `to` may be `null` or `Infinity` for "no upper limit" where `max` is not given. */
export function range(limits: {readonly min?: number; readonly max?: number} = {}): Checker {
	const {min = Number.NEGATIVE_INFINITY, max} = limits;
	const wanted = `a range [from, to] of numbers${between(min, max ?? Number.POSITIVE_INFINITY)}`;
	return ifDefined((value, path) => {
		if (!Array.isArray(value) || value.length !== 2) return [problem(path, wanted, value)];
		const [from, to]: readonly unknown[] = value;
		const open = max === undefined && (to === null || to === Number.POSITIVE_INFINITY);
		if (!isWithin(from, min, max) || !(open || isWithin(to, min, max))) return [problem(path, wanted, value)];
		if (typeof to === 'number' && typeof from === 'number' && from > to) {
			return [
				{path, message: `\`${path}\` must run from the smaller to the larger number, not ${show(value)}`, hint: `write [${to}, ${from}]`},
			];
		}

		return [];
	});
}

export function oneOf(words: readonly string[]): Checker {
	return ifDefined((value, path) => {
		if (typeof value === 'string' && words.includes(value)) return [];
		const nearest = typeof value === 'string' ? nearestName(value, words) : undefined;
		return [problem(path, `one of ${words.join(', ')}`, value, nearest === undefined ? undefined : `did you mean ${show(nearest)}?`)];
	});
}

/** A string with something in it. */
export const string: Checker = ifDefined((value, path) =>
	typeof value === 'string' && value.trim() !== '' ? [] : [problem(path, 'a string that is not empty', value)],
);

export const boolean: Checker = ifDefined((value, path) => (typeof value === 'boolean' ? [] : [problem(path, 'true or false', value)]));

/** An array whose elements all pass. */
export function array(element: Checker, limits: {readonly minLength?: number} = {}): Checker {
	const {minLength = 0} = limits;
	return ifDefined((value, path) => {
		if (!Array.isArray(value)) return [problem(path, 'an array', value)];
		if (value.length < minLength) return [problem(path, `an array with ${minLength} or more elements`, value)];
		const elements: readonly unknown[] = value;
		return elements.flatMap((item, index) => required(element)(item, `${path}[${index}]`));
	});
}

/** An object, as by `checkOptions`. */
export function object(checkers: Readonly<Record<string, Checker>>): Checker {
	return ifDefined((value, path) => checkOptions(value, path, checkers));
}

/** An object with keys of the user's choice, whose values all pass. */
export function record(checker: Checker): Checker {
	return ifDefined((value, path) =>
		isRecord(value)
			? Object.entries(value).flatMap(([key, item]) => required(checker)(item, `${path}.${key}`))
			: [problem(path, 'an object', value)],
	);
}

/** Any of the checkers passes; where none does, the problem says `wanted`. */
export function either(wanted: string, ...checkers: readonly Checker[]): Checker {
	return ifDefined((value, path) => (checkers.some((checker) => checker(value, path).length === 0) ? [] : [problem(path, wanted, value)]));
}

/** `null` is a value of its own, beside what the checker lets pass. */
export function nullable(checker: Checker): Checker {
	return (value, path) => (value === null ? [] : checker(value, path));
}

/** A sentence on one value: where it stands, what was expected, what came. */
export function problem(path: string, wanted: string, value: unknown, hint?: string): OptionProblem {
	const message = `${path === '' ? 'the value' : `\`${path}\``} must be ${wanted}, not ${show(value)}`;
	return hint === undefined ? {path, message} : {path, message, hint};
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownKey(key: string, path: string, known: readonly string[]): OptionProblem {
	const nearest = nearestName(key, known);
	return {
		path: path === '' ? key : `${path}.${key}`,
		message: `unknown option \`${key}\`${path === '' ? '' : ` in \`${path}\``}`,
		hint: nearest === undefined ? `known options: ${known.join(', ')}` : `did you mean \`${nearest}\`?`,
	};
}

function ifDefined(checker: Checker): Checker {
	return (value, path) => (value === undefined ? [] : checker(value, path));
}

function isWithin(value: unknown, min: number, max: number = Number.POSITIVE_INFINITY): boolean {
	return typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max;
}

function between(min: number, max: number): string {
	if (Number.isFinite(min) && Number.isFinite(max)) return ` from ${min} to ${max}`;
	if (Number.isFinite(min)) return `, ${min} or more`;
	if (Number.isFinite(max)) return `, ${max} or less`;
	return '';
}

// JSON has no words for these, and people write them by mistake.
function show(value: unknown): string {
	if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
	if (typeof value === 'function') return 'a function';
	if (typeof value === 'bigint' || typeof value === 'symbol') return value.toString();
	const text = JSON.stringify(value, (_key, inner: unknown) => (inner === Number.POSITIVE_INFINITY ? 'Infinity' : inner));
	return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
