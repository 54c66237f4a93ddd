import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {Journal, journalText} from '../../src/upstreams/journal.ts';
import {readJournal} from '../../src/upstreams/read-journal.ts';

test('a line is read back as it was written', (t) => {
	const text = journalText({r: 7, s: 'answered', k: 'a "key"\n', c: 200, d: 'cut', h: 4096}, 12.345_678, 99);
	t.true(text.endsWith('\n'));
	t.is(text.indexOf('\n'), text.length - 1, 'one line');
	t.deepEqual(readJournal(text), {lines: [{t: 12.346, r: 7, s: 'answered', k: 'a "key"\n', c: 200, d: 'cut', h: 4096, p: 99}], broken: 0});
});

test('what is not given is not written', (t) => {
	t.is(journalText({r: -1, s: 'faulted'}, 1, 2), '{"t":1.000,"r":-1,"s":"faulted","p":2}\n');
});

test('a torn last line is counted and the others are kept', (t) => {
	const whole = journalText({r: 1, s: 'received'}, 1, 2);
	const {lines, broken} = readJournal(whole + whole.slice(0, 17));
	t.is(lines.length, 1);
	t.is(broken, 1);
});

test('JSON that is no journal line is broken', (t) => {
	t.is(readJournal('{"t":1,"r":1,"s":"unknown","p":1}\nnull\n[]\n7\n').broken, 4);
});

test('a journal makes its folder, appends, and each line is in the file when write() returns', (t) => {
	const directory = mkdtempSync(join(tmpdir(), 'gatequake-journal-'));
	const path = join(directory, 'deep/journal.ndjson');
	for (const atMonoMs of [1, 2]) {
		new Journal(path, () => atMonoMs).write({r: 5, s: 'received'});
		t.is(readJournal(readFileSync(path, 'utf8')).lines.at(-1)?.t, atMonoMs);
	}

	t.is(readJournal(readFileSync(path, 'utf8')).lines.length, 2);
	rmSync(directory, {recursive: true});
});
