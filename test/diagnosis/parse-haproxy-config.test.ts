import test from 'ava';
import {parseHaproxyConfig} from '../../src/diagnosis/parse-haproxy-config.ts';

function read(text: string) {
	return parseHaproxyConfig([{name: 'a.cfg', text}]);
}

test('sections, their names, and the defaults that they name', (t) => {
	const {sections, problems} = read('global\n\tmaxconn 9\ndefaults base\ndefaults from base\nfrontend web from base\nlisten l\n');
	t.deepEqual(problems, []);
	t.deepEqual(
		sections.map(({kind, name, from, line}) => [kind, name, from, line]),
		[
			['global', '', null, 1],
			['defaults', 'base', null, 3],
			['defaults', '', 'base', 4],
			['frontend', 'web', 'base', 5],
			['listen', 'l', null, 6],
		],
	);
	t.deepEqual(sections[0]?.lines, [{words: ['maxconn', '9'], line: 2, file: 'a.cfg'}]);
});

test('quotes, backslashes and comments make words as they do in HAProxy', (t) => {
	const {sections} = read(String.raw`backend b
	http-request set-header X-A "two words" # a comment
	http-check expect string 'a "b" # c'
	log-format a\ b"c d"'e f'\#g
	# nothing
	http-request deny if { path "" }
`);
	t.deepEqual(
		sections[0]?.lines.map(({words}) => words),
		[
			['http-request', 'set-header', 'X-A', 'two words'],
			['http-check', 'expect', 'string', 'a "b" # c'],
			['log-format', 'a bc de f#g'],
			['http-request', 'deny', 'if', '{', 'path', '', '}'],
		],
	);
});

test('several texts are one config, both ways of a condition are read, and line ends of Windows are none', (t) => {
	const {sections, problems} = parseHaproxyConfig([
		{name: 'a', text: 'defaults\r\n\tmode http\r\n'},
		{name: 'b', text: '.if feature(QUIC)\n\toption httplog\n.endif\n'},
	]);
	t.deepEqual(problems, []);
	t.deepEqual(
		sections[0]?.lines.map(({words, file}) => [words.join(' '), file]),
		[
			['mode http', 'a'],
			['option httplog', 'b'],
		],
	);
});

test('what stands before any section, and a quote without end, are problems with their line', (t) => {
	t.deepEqual(read('# nginx\nhttp {\n').problems, [
		{file: 'a.cfg', line: 2, problem: 'expected a section such as global, defaults or frontend, and `http` came'},
	]);
	t.deepEqual(read('global\n\tlog "x\n').problems, [
		{file: 'a.cfg', line: 2, problem: 'expected an end of the quote ", and there is none'},
	]);
});
