import {createHash} from 'node:crypto';
import {Script} from 'node:vm';
import test from 'ava';
import {pageAssets} from '../../src/report/page-assets.ts';

const {script, style, scriptHash, styleHash} = pageAssets();

test('the script is one that a browser can read, without imports, exports or types', (t) => {
	t.notThrows(() => new Script(script));
	t.notRegex(script, /^(?:import|export) /m);
});

test('neither script nor style can end their element', (t) => {
	t.notRegex(script, /<\/script|<!--/i);
	t.notRegex(style, /<\//);
});

test('the hashes are those of the texts', (t) => {
	t.is(scriptHash, `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
	t.is(styleHash, `'sha256-${createHash('sha256').update(style).digest('base64')}'`);
});

test('the chart library comes with its licence, and all of it stays small', (t) => {
	t.regex(script, /uPlot \(v/);
	t.true(script.length + style.length < 250_000, String(script.length + style.length));
});

test('nothing in script or style asks for anything outside the page', (t) => {
	t.notRegex(script, /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import\(/);
	t.notRegex(style, /@import|url\((?!#fill-)/);
});
