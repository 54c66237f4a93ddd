// A GatewayAnswer is a status or an outcome word: matching it to what came, and checking what a person wrote.
import {outcomes} from '../timeline/sample.ts';
import type {SampleSet} from '../timeline/sample.ts';
import {outcomeOf, statusOf} from '../timeline/sample-rows.ts';
import type {GatewayAnswer} from '../scenario/plan.ts';
import {array, either, number, oneOf} from './options.ts';
import type {Checker} from './options.ts';

export function matchesAnswer(samples: SampleSet, row: number, answers: readonly GatewayAnswer[]): boolean {
	const outcome = outcomeOf(samples, row);
	return outcome === 'status' ? answers.includes(statusOf(samples, row)) : answers.includes(outcome);
}

export function answersInWords(answers: readonly GatewayAnswer[]): string {
	return answers.join(' or ');
}

// `status` is left out: as an answer it would mean any whole answer, the good ones too.
const words = outcomes.filter((outcome) => outcome !== 'status');
const answer = either(`a status from 100 to 599 or one of ${words.join(', ')}`, number({min: 100, max: 599, integer: true}), oneOf(words));

/** One answer, or an array of them. */
export const answersChecker: Checker = (value, path) =>
	Array.isArray(value) ? array(answer, {minLength: 1})(value, path) : answer(value, path);
