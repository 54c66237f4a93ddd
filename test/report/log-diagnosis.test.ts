import test from 'ava';
import {LogReading} from '../../src/diagnosis/log-reading.ts';
import type {LogDiagnosis} from '../../src/diagnosis/log-diagnosis.ts';
import {renderLogDiagnosis} from '../../src/report/log-diagnosis-console.ts';
import {renderLogDiagnosisHtml} from '../../src/report/log-diagnosis-html.ts';
import {sparkline} from '../../src/report/sparkline.ts';

/** What could move a cursor, ring a bell or turn a line around. */
const controls = ['\u001B', '\u0007', '\u202E'];

const plain = {colour: false, unicode: true, live: false, width: 0};

async function hostile(): Promise<LogDiagnosis> {
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	const line =
		'2026/11/21 04:32:08 [error] 31#31: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.4, server: , request: "GET /<script>alert(1)</script>\u001B[2J\u202E HTTP/1.1", upstream: "http://<b>evil</b>/", host: "x"\n';
	const unknown = '2026/11/21 04:32:08 [error] 31#31: *7 </pre><img src=x onerror=alert(1)> \u001B]0;title\u0007, client: 10.0.0.4\n';
	await reading.read({name: '<i>log</i>', owner: 'nginx', chunks: [Buffer.from(line.repeat(50) + unknown)], zoneMinutes: 0, year: 2026});
	return reading.diagnosis();
}

test('what a log says is text on the terminal, and the output is bounded', async (t) => {
	const text = renderLogDiagnosis(await hostile(), plain);
	t.regex(text, /1\. nothing listened at the upstream address/);
	t.regex(text, /change +Start or restart the app/);
	t.deepEqual(
		controls.filter((sign) => text.includes(sign)),
		[],
	);
	t.true(text.split('\n').length < 60);
	t.true(text.split('\n').every((line) => line.length < 500));
});

test('what a log says is text on the page', async (t) => {
	const page = renderLogDiagnosisHtml(await hostile());
	t.notRegex(page, /<script|<img|<b>evil|<i>log/);
	t.deepEqual(
		controls.filter((sign) => page.includes(sign)),
		[],
	);
	t.regex(page, /&lt;script&gt;/);
	t.regex(page, /default-src &#39;none&#39;; style-src &#39;sha256-/);
});

test('logs without a failure say so', (t) => {
	const diagnosis = new LogReading({sinceMs: -Infinity, untilMs: Infinity}).diagnosis();
	t.regex(renderLogDiagnosis(diagnosis, plain), /No failure is named in these logs/);
	t.regex(renderLogDiagnosisHtml(diagnosis), /No failure is named in these logs/);
});

test('a sparkline shows nothing as a blank and the most as the tallest', (t) => {
	t.is(sparkline([0, 1, 8], true), ' ▂█');
	t.is(sparkline([0, 1, 8], false), ' :@');
});
