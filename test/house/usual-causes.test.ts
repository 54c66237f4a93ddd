// docs/usual-causes.md: what it says of scenarios is what they are.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {absolute} from '../helpers/reference/made-page.ts';
import {scenariosIn, usualCausesPage, withAnswers} from '../helpers/reference/usual-causes-page.ts';

const text = readFileSync(absolute(usualCausesPage), 'utf8');

test('each cause that guides list names scenarios', (t) => {
	const rows = text.split('\n').filter((line) => /^\| (?!what|---)/.test(line));
	t.true(rows.length > 40);
	t.deepEqual(
		rows.filter((line) => scenariosIn(line).length === 0),
		[],
	);
});

test('a row that names no scenario of that name, or leads to another one, is found', async (t) => {
	await t.throwsAsync(withAnswers('| x | [no-such](../scenarios/no-such.ts) | |'), {
		message: '"x" names no-such, and there is no such scenario',
	});
	await t.throwsAsync(withAnswers('| x | [hang](../scenarios/steady.ts) | |'), {message: 'the link hang leads to steady'});
	t.is(
		await withAnswers('| x | [hang](../scenarios/hang.ts), [app-status](../scenarios/app-status.ts) | 502 |'),
		'| x | [hang](../scenarios/hang.ts), [app-status](../scenarios/app-status.ts) | 504, 503 passed |',
	);
});
