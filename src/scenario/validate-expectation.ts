// What a user's own expectation says of itself.
import type {ExpectationRule} from '../expectations/expectation.ts';
import {checkFields, fieldTests} from './check-fields.ts';
import type {CheckedPart} from './check-fields.ts';

export function validateExpectation(value: unknown): CheckedPart<ExpectationRule> {
	const {text, method, maybeMethod} = fieldTests;
	return checkFields<ExpectationRule>(
		value,
		{kind: text, summary: text, validate: method, onForeign: maybeMethod, judge: method},
		'defineExpectation({...})',
	);
}
