// What was measured (docs/semantics.json) against the tables, and the page against what was measured.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {gateways} from '../../src/gateways/gateways.ts';
import {causes} from '../../src/timeline/cause.ts';
import {checkCell} from '../semantics/check-cell.ts';
import {renderSemantics} from '../semantics/render-semantics.ts';
import type {Semantics} from '../semantics/render-semantics.ts';
import {stories, unmeasured} from '../semantics/stories.ts';

const docs = new URL('../../docs/', import.meta.url);
// Written by `npm run semantics`.
const semantics: Semantics = JSON.parse(readFileSync(new URL('semantics.json', docs), 'utf8'));

for (const [name, kind] of Object.entries(gateways)) {
	test(`${name}: every story was measured or says why not, and its table says what was measured`, (t) => {
		for (const story of stories) {
			const measured = semantics.cells.find((cell) => cell.gateway === name && cell.story === story.name);
			t.truthy(measured, story.name);
			t.true(measured?.cell !== null || (measured.note ?? '').includes('has no such option'), `${story.name}: ${measured?.note}`);
			t.deepEqual(measured === undefined ? [] : checkCell(measured, story, kind), []);
		}
	});
}

test('each neutral cause has a story, or a reason why it has none', (t) => {
	t.deepEqual([...new Set([...stories.map(({cause}) => cause), ...unmeasured.map(({cause}) => cause)])].toSorted(), causes.toSorted());
});

test('docs/semantics.md shows what docs/semantics.json says', (t) => {
	t.is(readFileSync(new URL('semantics.md', docs), 'utf8'), renderSemantics(semantics, stories, unmeasured));
});

test('a table that says something else than was measured is told', (t) => {
	const [story] = stories;
	const nginx = gateways['nginx'];
	const cell = semantics.cells.find((measured) => measured.gateway === 'nginx' && measured.story === story?.name);
	if (story === undefined || nginx === undefined || cell === undefined) {
		t.fail('nginx is measured first');
		return;
	}

	t.regex(
		checkCell(cell, story, {...nginx, semantics: {connection_refused: {answers: [504]}}}).join(),
		/clients get 502, and its table says 504/,
	);
	t.regex(checkCell(cell, story, {...nginx, semantics: {}}).join(), /has no answer for connection_refused/);
	const silent = {connection_refused: {answers: [502], logged: []}};
	t.regex(
		checkCell(cell, story, {...nginx, semantics: silent}).join(),
		/its log names connection_refused × \d+, and its table says nothing/,
	);
});
