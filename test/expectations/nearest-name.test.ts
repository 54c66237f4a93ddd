import test from 'ava';
import {nearestName} from '../../src/expectations/nearest-name.ts';

const names = ['baselineMs', 'faultMs', 'recoveryMs', 'delayMs', 'upstream-killed', 'upstream-oom', 'hang'];

const slips = test.macro({
	exec(t, word: string, meant: string | undefined) {
		t.is(nearestName(word, names), meant);
	},
	title: (_given, word: string, meant: string | undefined) => `${word} is taken for ${meant ?? 'nothing'}`,
});

test(slips, 'delay', 'delayMs');
test(slips, 'baselinems', 'baselineMs');
test(slips, 'falutMs', 'faultMs');
test(slips, 'upstream-kiled', 'upstream-killed');
test(slips, 'upstream-oo', 'upstream-oom');
test(slips, 'hagn', 'hang');
test(slips, 'teapot', undefined);
test(slips, '', undefined);
