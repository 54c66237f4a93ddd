import test from 'ava';
import {renderJunit} from '../../src/report/junit.ts';
import {buildReport, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';
import {assertWellFormed} from '../helpers/well-formed.ts';

const xml = renderJunit(buildReport([passingRun(), failingRun(), inconclusiveRun()]));

test('the document is well-formed', (t) => {
	t.notThrows(() => assertWellFormed(xml));
});

test('each run is one test case, in a suite for its scenario file', (t) => {
	const twice = renderJunit(buildReport([passingRun(), passingRun({repeat: 2}), failingRun()]));
	t.is(twice.match(/<testcase /g)?.length, 3);
	t.is(twice.match(/<testsuite /g)?.length, 2);
	t.regex(twice, /<testsuite name="upstream-killed" file="scenarios\/upstream-killed.ts" [^>]*tests="2"/);
	t.regex(twice, /repeat 2/);
});

test('the totals count failures and errors apart', (t) => {
	t.regex(xml, /<testsuites name="gatequake" tests="3" failures="1" errors="1" skipped="0" time="37\.200">/);
});

test('a failed run is a failure that names what was expected, what came and how to repeat it', (t) => {
	const [failure = ''] = /<failure [^]*?<\/failure>/.exec(xml) ?? [];
	t.regex(failure, /message="errors: 504 was expected, and 502 came."/);
	t.regex(failure, /expected: 504 from the gateway/);
	t.regex(failure, /came: {5}502 from the gateway/);
	t.regex(failure, /repeat: npx gatequake run slow-response/);
});

test('an inconclusive run is an error, so that it is not green', (t) => {
	t.regex(xml, /<error message="The fault met no traffic: 0 requests reset by app1." type="inconclusive">/);
});

test('an inconclusive run is skipped where the exit code says that it only warns', (t) => {
	const warned = renderJunit(buildReport([passingRun(), inconclusiveRun({cleanup: {ok: true, left: []}})], {exitCode: 0}));
	t.regex(warned, /failures="0" errors="0" skipped="1"/);
	t.regex(warned, /<skipped message="The fault met no traffic/);
});

test('a run that passed and left something behind is an error', (t) => {
	const text = renderJunit(buildReport([passingRun({cleanup: {ok: false, left: ['network gq-1']}})]));
	t.regex(text, /errors="1"/);
	t.regex(text, /<error message="the cleanup failed; left: network gq-1" type="cleanup">/);
});

test('a run that passed has neither', (t) => {
	t.notRegex(renderJunit(buildReport([passingRun()])), /<failure|<error|<skipped/);
});

test('properties name the gateway, its version and digest, and the config', (t) => {
	t.regex(xml, /<property name="gateway.version" value="1.26.3"\/>/);
	t.regex(xml, /<property name="gateway.digest" value="sha256:4f1c2a9d0b"\/>/);
	t.regex(xml, /<property name="config" value="short-timeouts"\/>/);
});

test('what XML forbids comes out as a visible escape', (t) => {
	const hostile = renderJunit(buildReport([failingRun({reasons: ['nul \u0000 esc \u001B bad \uFFFE lone \uD800 ]]> <x a="b">']})]));
	t.notThrows(() => assertWellFormed(hostile));
	t.true(hostile.includes(String.raw`nul \x00 esc \x1b bad \ufffe lone \ud800 ]]&gt; &lt;x a=&quot;b&quot;&gt;`));
});

test('a report without runs is still a document', (t) => {
	t.notThrows(() => assertWellFormed(renderJunit(buildReport([]))));
});
