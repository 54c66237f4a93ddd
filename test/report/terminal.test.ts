import test from 'ava';
import {decideTerminal} from '../../src/report/terminal.ts';

test('a terminal gets colour, unicode, its own width and a live line', (t) => {
	t.deepEqual(decideTerminal({env: {TERM: 'xterm-256color', LANG: 'en_GB.UTF-8'}, isTty: true, columns: 120}), {
		colour: true,
		unicode: true,
		live: true,
		width: 120,
	});
});

test('a pipe gets plain text of any width and nothing live', (t) => {
	t.deepEqual(decideTerminal({env: {LANG: 'en_GB.UTF-8'}, isTty: false}), {colour: false, unicode: true, live: false, width: 0});
});

test('NO_COLOR turns colour off and leaves the live line', (t) => {
	const terminal = decideTerminal({env: {NO_COLOR: '1'}, isTty: true});
	t.false(terminal.colour);
	t.true(terminal.live);
});

test('an empty NO_COLOR says nothing', (t) => {
	t.true(decideTerminal({env: {NO_COLOR: ''}, isTty: true}).colour);
});

test('FORCE_COLOR gives colour to a pipe and beats NO_COLOR', (t) => {
	t.true(decideTerminal({env: {FORCE_COLOR: '1', NO_COLOR: '1'}, isTty: false}).colour);
});

test('FORCE_COLOR=0 takes colour from a terminal', (t) => {
	t.false(decideTerminal({env: {FORCE_COLOR: '0'}, isTty: true}).colour);
});

test('CI never gets a live line, even with a terminal', (t) => {
	t.false(decideTerminal({env: {CI: 'true'}, isTty: true}).live);
	t.true(decideTerminal({env: {CI: 'false'}, isTty: true}).live);
});

test('a CI system that shows colours gets them through its pipe', (t) => {
	t.true(decideTerminal({env: {CI: 'true', GITHUB_ACTIONS: 'true'}, isTty: false}).colour);
	t.false(decideTerminal({env: {CI: 'true'}, isTty: false}).colour);
});

test('a dumb terminal gets ASCII without colour', (t) => {
	const terminal = decideTerminal({env: {TERM: 'dumb'}, isTty: true, columns: 100});
	t.deepEqual(terminal, {colour: false, unicode: false, live: false, width: 100});
});

test('a locale that is named and not UTF-8 gets ASCII', (t) => {
	t.false(decideTerminal({env: {LC_ALL: 'C', LANG: 'en_GB.UTF-8'}, isTty: true}).unicode);
	t.true(decideTerminal({env: {LC_ALL: '', LANG: 'de_DE.utf8'}, isTty: true}).unicode);
});

test('a terminal that does not tell its width is taken for 80 columns', (t) => {
	t.is(decideTerminal({env: {}, isTty: true}).width, 80);
});
