// The checks of options, in one value for users' own faults and expectations: `checks.required(checks.number({min: 1}))`.
import {array, boolean, either, nullable, number, object, oneOf, range, record, required, share, shareRange, string} from './options.ts';

/** Checks for the options of an expectation of your own: `checkers: {limitMs: checks.required(checks.number({min: 0}))}`. */
export const checks = {
	array,
	boolean,
	either,
	nullable,
	number,
	object,
	oneOf,
	range,
	record,
	required,
	share,
	shareRange,
	string,
} as const;
