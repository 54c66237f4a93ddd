// Pages that the code makes are current, and what makes them leaves nothing out.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {faults} from '../../src/faults/faults.ts';
import {madePages} from '../helpers/made-pages.ts';
import {makerOfFault} from '../helpers/reference/faults-page.ts';
import {call} from '../helpers/reference/literal.ts';
import {absolute, pageWithParts, rewriteHint, table} from '../helpers/reference/made-page.ts';
import {optionsTable} from '../helpers/reference/option-docs.ts';
import type {Check} from '../helpers/reference/option-docs.ts';
import {checkOptions, nullable, number, oneOf, required} from '../../src/expectations/options.ts';

for (const page of madePages) {
	test(`${page.file} is as the code makes it`, async (t) => {
		t.timeout(180_000);
		const text = readFileSync(absolute(page), 'utf8');
		t.true((await page.make(text)) === text, rewriteHint);
	});
}

test('each fault is exported by a maker of its name', (t) => {
	for (const kind of Object.keys(faults)) t.is(typeof makerOfFault(kind), 'function');
});

const check: Check = (options) =>
	checkOptions(options, 'fault', {delayMs: required(number({min: 0})), upstream: oneOf(['app1', 'app2']), peer: nullable(oneOf(['app1']))});
const delay = {name: 'delayMs', isOptional: false, type: 'number', doc: 'In ms.'};
const upstream = {name: 'upstream', isOptional: true, type: 'string', doc: 'Default `app1`.'};
const peer = {name: 'peer', isOptional: true, type: 'string | null', doc: 'Null: anyone.'};

test('a table of options says what the checkers take, and which must be there', (t) => {
	t.is(
		optionsTable({docs: [delay, upstream, peer], check, base: {delayMs: 1}}),
		[
			'| option | takes | what it is |',
			'| --- | --- | --- |',
			'| `delayMs` | a number, 0 or more; required | In ms. |',
			'| `upstream` | one of app1, app2 | Default `app1`. |',
			'| `peer` | one of app1, or null | Null: anyone. |',
		].join('\n'),
	);
});

test('an option that the checkers know and no interface documents stops the page, and the other way round', (t) => {
	t.throws(() => optionsTable({docs: [delay, peer], check, base: {}}), {
		message: 'the checkers know the options delayMs, upstream, peer, and the interface has delayMs, peer',
	});
	t.throws(() => optionsTable({docs: [delay, peer, upstream, {...upstream, name: 'app'}], check, base: {}}), {
		message: /the interface has delayMs, peer, upstream, app/,
	});
	t.throws(() => optionsTable({docs: [delay, peer, {...upstream, doc: ''}], check, base: {}}), {
		message: 'no doc comment says what these options are: upstream',
	});
});

test('a part stands between its marks; without them the page is refused', async (t) => {
	const page = pageWithParts('docs/a.md', async () => ({rules: 'made'}));
	t.is(await page.make('a\n<!-- rules: made -->\nold\n<!-- /rules -->\nb'), 'a\n<!-- rules: made -->\n\nmade\n\n<!-- /rules -->\nb');
	await t.throwsAsync(async () => await page.make('a'), {message: /docs\/a\.md has no marks for rules/});
});

test('bars and angle brackets in a cell are no markup; calls are as a scenario has them', (t) => {
	t.is(table(['a'], [['x | <b> `<c>`']]).split('\n')[2], String.raw`| x \| &lt;b> ` + '`<c>` |');
	t.is(call('errors', {cause: "it's", share: [0, null], of: undefined}), String.raw`errors({cause: 'it\'s', share: [0, null]})`);
	t.is(call('hang', {}), 'hang()');
});
