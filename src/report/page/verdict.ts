// The sign of a verdict, from the table of shapes that stands in the page.
import type {Verdict} from '../../expectations/expectation.ts';
import {drawing} from './element.ts';

const words: Readonly<Record<Verdict, string>> = {pass: 'Passed', fail: 'Failed', inconclusive: 'Inconclusive'};

export function verdictSign(verdict: Verdict): SVGElement {
	return drawing(
		'svg',
		{class: `mark ${verdict}`, width: 20, height: 20, role: 'img', 'aria-label': words[verdict]},
		drawing('use', {href: `#mark-${verdict}`}),
	);
}
