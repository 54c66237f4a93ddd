// What scenarios may write where causes are asked for: one of the neutral vocabulary, or an array of them.
import {causes} from '../timeline/cause.ts';
import {array, either, oneOf, required} from './options.ts';
import type {Checker} from './options.ts';

export const causesChecker: Checker = required(
	either(`one of ${causes.join(', ')}, or an array of them`, oneOf(causes), array(oneOf(causes), {minLength: 1})),
);
