import test from 'ava';
import {fillStyle, groundStyle, patternTable} from '../../src/report/fill-patterns.ts';
import {isGoodStatus, orderedOutcomes, outcomeLook} from '../../src/report/outcome-look.ts';
import {outcomes} from '../../src/timeline/sample.ts';

const keys = [
	...outcomes.filter((name) => name !== 'status'),
	'200',
	'204',
	'301',
	'404',
	'499',
	'500',
	'502',
	'503',
	'504',
	'520',
	'100',
	'something-new',
];

for (const key of keys) {
	test(`${key} has a label, and a look that the page defines in light and dark`, (t) => {
		const {label, look} = outcomeLook(key);
		t.true(label.length > 0);
		t.true(patternTable().text.includes(`id="fill-${look}"`));
		t.true(fillStyle().includes(`.fill-${look}{`));
		t.true(groundStyle('light').includes(`.ground-${look},`));
		t.true(groundStyle('dark').includes(`.ground-${look},`));
	});
}

test('good answers are at the foot, statuses next, broken connections above', (t) => {
	t.deepEqual(orderedOutcomes({unsent: 1, cut: 2, 502: 3, 200: 4, reset: 0}), ['200', '502', 'cut', 'unsent']);
});

test('only 2xx is good', (t) => {
	t.deepEqual(['200', '204', '301', '502', 'cut', '2'].map(isGoodStatus), [true, true, false, false, false, false]);
});
