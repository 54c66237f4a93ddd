import test from 'ava';
import {
	array,
	boolean,
	checkOptions,
	either,
	nullable,
	number,
	object,
	oneOf,
	range,
	required,
	shareRange,
	string,
} from '../../src/expectations/options.ts';

const checkers = {
	delayMs: required(number({min: 0, integer: true})),
	share: shareRange,
	lengthMs: range({min: 0}),
	by: oneOf(['gateway', 'upstream']),
	to: array(string, {minLength: 1}),
	never: boolean,
	inner: object({signal: string}),
	is: either('a number or a word', number(), string),
	limit: nullable(number()),
};

test('a right value has no problem, and options may be missing unless they are required', (t) => {
	t.deepEqual(checkOptions({delayMs: 5}, 'expect[0]', checkers), []);
	const all = {
		delayMs: 0,
		share: [0.99, 1],
		lengthMs: [5, null],
		by: 'gateway',
		to: ['app2'],
		never: true,
		inner: {},
		is: 'cut',
		limit: null,
	};
	t.deepEqual(checkOptions(all, 'expect[0]', checkers), []);
	t.deepEqual(checkOptions({delayMs: 5, lengthMs: [5, Number.POSITIVE_INFINITY]}, '', checkers), []);
});

test('all problems come at once, each with its path', (t) => {
	const wrong = {
		delay: 5,
		share: [0.5, 1.2],
		lengthMs: [9, 3],
		by: 'gatway',
		to: [],
		never: 'yes',
		inner: {signl: 'SIGKILL'},
		is: [],
		limit: Number.NaN,
	};
	const problems = checkOptions(wrong, 'fault', checkers);
	t.deepEqual(
		problems.map(({path}) => path),
		[
			'fault.delay',
			'fault.delayMs',
			'fault.share',
			'fault.lengthMs',
			'fault.by',
			'fault.to',
			'fault.never',
			'fault.inner.signl',
			'fault.is',
			'fault.limit',
		],
	);
	t.deepEqual(problems[0], {path: 'fault.delay', message: 'unknown option `delay` in `fault`', hint: 'did you mean `delayMs`?'});
	t.is(problems[2]?.message, '`fault.share` must be a range [from, to] of numbers from 0 to 1, not [0.5,1.2]');
	t.is(problems[3]?.hint, 'write [3, 9]');
	t.is(problems[4]?.hint, 'did you mean "gateway"?');
	t.is(problems[9]?.message, '`fault.limit` must be a number, not NaN');
});

test('what is no object at all is one problem', (t) => {
	t.deepEqual(checkOptions([], 'fault', checkers), [{path: 'fault', message: '`fault` must be an object, not []'}]);
	t.deepEqual(checkOptions(null, '', checkers), [{path: '', message: 'the value must be an object, not null'}]);
});

test('an element of an array is named by its number', (t) => {
	t.deepEqual(checkOptions({to: ['app1', 7]}, 'x', {to: array(string)})[0]?.path, 'x.to[1]');
});
