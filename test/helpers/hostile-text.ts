// Text as logs, titles and configs may bring it: markup, terminal escapes, bytes that are no UTF-8, workflow commands, very long lines.
import {seededRandom} from '../../src/load/random.ts';
import type {RunReport} from '../../src/report/report.ts';
import {failingRun} from './report-builder.ts';

const pieces: readonly string[] = [
	'<script>alert(1)</script>',
	'<img src=x onerror=alert(1)>',
	'</testcase></testsuite>',
	']]>',
	'<!--',
	'-->',
	'&amp;&#0;&bogus;',
	'"\'`',
	'\u001B[31mred\u001B[0m',
	'\u001B]0;title\u0007',
	'\u001B]8;;http://evil.example\u001B\\link',
	'\u009B2J',
	'\r\n::error file=x::injected',
	'\n::stop-commands::token',
	' ::set-output name=x::y',
	'##[add-mask]secret',
	'%0A::error::x',
	'\u0000',
	'\uFFFE\uFFFF',
	'\uD800',
	'\uDC00\uD800',
	'\u202Etxt.exe\u202C',
	'\u2066\u2069\u2028\u2029\u0085',
	'| a | b |\n|---|---|',
	'```\n# heading\n```',
	'[click](javascript:alert(1)) ![i](http://evil.example/x.png)',
	'@everyone #1 https://evil.example www.evil.example',
	'~~x~~ **b** _i_ \\',
	'{{constructor}} ${x} $(reboot) `reboot`',
	'\t\v\f\b',
	// Bytes of a log that are no UTF-8, as Node reads them.
	Buffer.from([0x80, 0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80]).toString('utf8'),
	'日本語 ümläut 🚀',
];

/** The same for the same seed. */
export function hostileText(seed: number): string {
	const random = seededRandom(seed);
	const length = 1 + Math.floor(random() * 5);
	return Array.from({length}, () => pieces[Math.floor(random() * pieces.length)]).join(random() < 0.5 ? '' : ' ');
}

/** A run in which every text that someone else may have written is hostile. */
export function hostileRun(seed: number): RunReport {
	const text = (index: number) => hostileText(seed * 100 + index);
	const run = failingRun();
	const verdicts = ['fail', 'inconclusive', 'pass'] as const;
	return failingRun({
		id: `${text(0)}.1`,
		scenario: text(1),
		title: text(2),
		file: text(3),
		gateway: {name: text(4), label: text(5), version: text(6), image: text(7), digest: text(8)},
		config: {label: text(9), hash: text(10), text: `${text(11)}\n${text(12)}`, others: [{path: text(13), text: text(14)}]},
		parts: {[text(15)]: {image: text(16), digest: text(17), version: text(18)}},
		repro: text(19),
		verdict: verdicts[seed % 3] ?? 'fail',
		reasons: [text(20), text(21)],
		expectations: run.expectations.map((judgement) => ({
			...judgement,
			name: text(22),
			expected: text(23),
			observed: text(24),
			evidence: [text(25), text(26)],
		})),
		fault: run.fault === null ? null : {...run.fault, kind: text(27), describe: text(28), options: {[text(29)]: text(30)}},
		cause: {...run.cause, lines: [text(31)]},
		diagnosis: [{cause: text(32), confidence: 'certain', advice: text(33), evidence: [text(34)]}],
		events: [{kind: 'log', part: text(35), atMs: 1, toMs: 2, uncertaintyMs: 1, count: 1, text: text(36)}],
		cleanup: {ok: seed % 2 === 0, left: [text(37)]},
	});
}
