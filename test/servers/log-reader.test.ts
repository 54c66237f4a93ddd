import test from 'ava';
import {logReader} from '../../src/servers/log-reader.ts';

const readLog = logReader({
	cut(line) {
		const [time, level, text] = line.split('|');
		return time === undefined || level === undefined || text === undefined ? null : {time, level, text};
	},
	meaningOf: (text) => ({meaning: text === 'up' ? 'started' : null}),
});

function read(content: string) {
	return readLog(new Map([['server.log', content]]), 'app1', {fromWallMs: (wallMs) => wallMs - Date.UTC(2026, 10, 21)});
}

test('a line is an event in the middle of its second, with its level in small letters and the meaning of its words', (t) => {
	t.deepEqual(read('2026-11-21T00:00:01Z|WARN|up\n'), [
		{
			kind: 'server-log',
			atMs: 1500,
			uncertaintyMs: 500,
			part: 'app1',
			level: 'warn',
			raw: '2026-11-21T00:00:01Z|WARN|up',
			meaning: 'started',
		},
	]);
});

test('lines of no time of their own, and those whose time is none, are left out', (t) => {
	t.deepEqual(
		read('Traceback\nyesterday|INFO|up\n2026-11-21T00:00:02Z|INFO|busy').map(({atMs, meaning}) => [atMs, meaning]),
		[[2500, null]],
	);
});
