import test from 'ava';
import {flagHelp, numberFlag, readArguments} from '../../src/cli/arguments.ts';

const table = {
	rate: {value: 'R', help: 'requests per second', check: numberFlag({min: 1, max: 100})},
	config: {value: 'LABEL=FILE', help: 'a config', repeatable: true},
	keep: {help: 'keeps it'},
};

test('words and flags are told apart, with values beside or behind an equals sign', (t) => {
	const {words, flags} = readArguments(['a', '--rate', '5', '--config=x=1', '--config', 'y=2', '--keep', '-', '--', '--b'], table, 'run');
	// A dash alone is standard input.
	t.deepEqual(words, ['a', '-', '--b']);
	t.deepEqual(
		[...flags],
		[
			['rate', ['5']],
			['config', ['x=1', 'y=2']],
			['keep', ['']],
		],
	);
});

test('all problems are told at once, unknown flags with the nearest name', (t) => {
	const error = t.throws(() => readArguments(['--rats', '5', '--rate=-3', '--keep=1', '--config'], table, 'run'));
	t.like(error, {code: 'BAD_ARGUMENTS', exitCode: 2});
	t.regex(error.message, /unknown flag --rats; did you mean --rate\?/);
	t.regex(error.message, /--rate must be a number from 1 to 100, and `-3` came/);
	t.regex(error.message, /--keep takes no value/);
	t.regex(error.message, /--config needs a value: --config LABEL=FILE/);
});

test('a flag that may be given once is refused the second time', (t) => {
	t.regex(t.throws(() => readArguments(['--rate', '1', '--rate', '2'], table, 'run')).message, /--rate may be given once only/);
});

test('a number flag wants a number, whole where it says so', (t) => {
	const check = numberFlag({min: 0, max: 9, integer: true});
	t.is(check('3'), null);
	for (const wrong of ['', ' ', 'x', '1.5', '-1', '10', 'Infinity', 'NaN']) {
		t.is(check(wrong), 'must be a whole number from 0 to 9', wrong);
	}
});

test('the help lists every flag in columns', (t) => {
	t.is(flagHelp(table), '  --rate R             requests per second\n  --config LABEL=FILE  a config\n  --keep               keeps it');
});
