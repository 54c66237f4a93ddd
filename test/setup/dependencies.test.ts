import test from 'ava';
import {isInstalled, type Lock} from '../../src/setup/dependencies.ts';

const lock: Lock = {
	packages: {
		'': {},
		'node_modules/a': {version: '1.0.0', integrity: 'sha512-a'},
		'node_modules/for-another-platform': {version: '1.0.0', integrity: 'sha512-b', optional: true},
	},
};
const a = {version: '1.0.0', integrity: 'sha512-a'};

test('packages are installed when npm recorded what the lockfile says', (t) => {
	t.true(isInstalled(lock, {packages: {'node_modules/a': a}}));
	t.true(isInstalled(lock, {packages: {'node_modules/a': a, 'node_modules/more': a}}));
});

test('packages are not installed without a record, with one missing, or with another version or content', (t) => {
	t.false(isInstalled(lock, null));
	t.false(isInstalled(lock, {packages: {}}));
	t.false(isInstalled(lock, {packages: {'node_modules/a': {...a, version: '1.0.1'}}}));
	t.false(isInstalled(lock, {packages: {'node_modules/a': {...a, integrity: 'sha512-x'}}}));
});

test('an optional package that is there must be the right one', (t) => {
	t.false(isInstalled(lock, {packages: {'node_modules/a': a, 'node_modules/for-another-platform': a}}));
});
