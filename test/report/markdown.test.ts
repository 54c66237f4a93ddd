import test from 'ava';
import {renderMarkdown} from '../../src/report/markdown.ts';
import {buildReport, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';

const text = renderMarkdown(buildReport([passingRun(), failingRun(), inconclusiveRun()]));

test('the first line is the verdict with its counts', (t) => {
	t.is(text.split('\n')[0], '## ❌ Gatequake: 1 passed, 1 failed, 1 inconclusive');
});

test('each run is a row of the table, with as many cells as the head', (t) => {
	const rows = text.split('\n').filter((line) => line.startsWith('|'));
	t.is(rows.length, 5);
	for (const row of rows) {
		t.is(row.replaceAll(String.raw`\|`, '').split('|').length, 7, row);
	}
});

test('runs that did not pass are told with what was expected, what came and the line that repeats them', (t) => {
	t.regex(text, /- \*\*errors\*\*: expected 504 from the gateway .*; came 502 from the gateway/);
	t.regex(text, /```sh\nnpx gatequake run slow-response /);
	t.notRegex(text, /npx gatequake run upstream-killed/);
});

test('text from logs becomes neither HTML, link, mention nor table cell', (t) => {
	const hostile = renderMarkdown(buildReport([failingRun({reasons: ['<img src=x> [a](http://x) @team | `code` **b**']})]));
	t.true(hostile.includes(String.raw`&lt;img src=x&gt; \[a\](http&#58;//x) @${'\u200B'}team \| \`code\` \*\*b\*\*`));
});

test('the line that repeats a run cannot end its own code block', (t) => {
	const hostile = renderMarkdown(buildReport([failingRun({repro: 'npx gatequake run ```x'})]));
	t.regex(hostile, /^````sh\nnpx gatequake run ```x\n````$/m);
});

test('a run that passed and left something behind is not green', (t) => {
	const warned = renderMarkdown(buildReport([passingRun({cleanup: {ok: false, left: ['network gq-1']}})], {exitCode: 4}));
	t.regex(warned, /^## ⚠️/);
	t.regex(warned, /- The cleanup failed; left: network gq-1/);
});

test('a long list of failures is cut short and says so', (t) => {
	const long = renderMarkdown(buildReport(Array.from({length: 14}, () => failingRun())));
	t.is(long.match(/^### /gm)?.length, 10);
	t.regex(long, /… and 4 more in the report\./);
});

test('a report without runs has no table', (t) => {
	t.notRegex(renderMarkdown(buildReport([])), /\|/);
});
