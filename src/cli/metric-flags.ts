// Flags that name metrics: a list of names, or a number for each.
import {metricNamed, metrics} from '../compare/metrics.ts';
import {nearestName} from '../expectations/nearest-name.ts';
import {splitOnce} from './arguments.ts';

export const metricNames = metrics.map(({name}) => name);

/** Check of `a,b`. */
export function metricList(value: string): string | null {
	return firstProblem(value.split(','), unknownMetric);
}

/** Check of `a=1,b=2`: numbers of at least 0. */
export function metricNumbers(value: string): string | null {
	return firstProblem(value.split(','), (pair) => {
		const [name, number] = splitOnce(pair, '=');
		const isNumber = number !== undefined && number.trim() !== '' && Number(number) >= 0 && Number.isFinite(Number(number));
		return unknownMetric(name) ?? (isNumber ? null : 'must be a metric, =, and a number of at least 0, such as outageMs=50');
	});
}

/** Of what `metricNumbers` took. */
export function readMetricNumbers(value: string | undefined): Readonly<Record<string, number>> {
	const pairs = (value ?? '').split(',').filter((pair) => pair !== '');
	return Object.fromEntries(pairs.map((pair) => [splitOnce(pair, '=')[0], Number(splitOnce(pair, '=')[1])]));
}

function unknownMetric(name: string): string | null {
	if (metricNamed(name) !== undefined) return null;
	const nearest = nearestName(name, metricNames);
	const meant = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
	return `must be of ${metricNames.join(', ')}, or errorShare.502 and the like${meant}`;
}

function firstProblem(words: readonly string[], check: (word: string) => string | null): string | null {
	return words.map(check).find((problem) => problem !== null) ?? null;
}
