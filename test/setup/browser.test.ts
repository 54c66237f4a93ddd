import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {findBrowser} from '../../src/setup/browser.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gatequake-browser-'));
const program = path.join(folder, 'chromium');
writeFileSync(program, '');
chmodSync(program, 0o755);
test.after.always(() => {
	rmSync(folder, {recursive: true});
});

test('a browser on the path is found, wherever it stands there', (t) => {
	t.is(findBrowser({PATH: `/nowhere${path.delimiter}${folder}`}), program);
	t.is(findBrowser({PATH: '/nowhere'}), null);
	t.is(findBrowser({}), null);
});

test('the one that the user names counts, and no other stands in for it', (t) => {
	t.is(findBrowser({PATH: '/nowhere', GATEQUAKE_CHROMIUM: program}), program);
	t.is(findBrowser({PATH: folder, GATEQUAKE_CHROMIUM: '/nowhere/chromium'}), null);
});

test('a file that cannot be run is none', (t) => {
	const other = path.join(folder, 'other');
	writeFileSync(other, '');
	chmodSync(other, 0o644);
	t.is(findBrowser({GATEQUAKE_CHROMIUM: other}), null);
});
