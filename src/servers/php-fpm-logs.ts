// FPM's own log as events: `[21-Nov-2026 10:48:00] WARNING: [pool www] child 12 exited on signal 9 (SIGKILL) after 3.2 seconds from start`.
// What its words mean is the catalogue's to say.
import {signatureOf} from '../diagnosis/signatures.ts';
import type {ServerMeaning} from '../timeline/timeline.ts';
import {logReader} from './log-reader.ts';

export const readPhpFpmLogs = logReader({
	cut(raw) {
		const [, day, month, year, time, level, text] = linePattern.exec(raw) ?? [];
		return level === undefined || text === undefined ? null : {time: `${day} ${month} ${year} ${time} UTC`, level, text};
	},
	meaningOf(text) {
		const pid = /\bchild (\d+)/.exec(text)?.[1];
		return {meaning: meanings[signatureOf('php-fpm', text)?.id ?? ''] ?? null, ...(pid === undefined ? {} : {pid: Number(pid)})};
	},
});

const linePattern = /^\[(\d\d)-([A-Z][a-z]{2})-(\d{4}) (\d\d:\d\d:\d\d)(?:\.\d+)?\] ([A-Z]+): (.*)$/;

/** What a signature of the catalogue is called here. */
const meanings: Readonly<Record<string, ServerMeaning>> = {
	'max-children': 'workers-busy',
	'seems-busy': 'workers-busy',
	terminated: 'request-timeout',
	'child-crashed': 'worker-killed',
	'child-stopped': 'worker-killed',
	'child-exit': 'worker-exited',
	reloading: 'reloaded',
	stopping: 'stopping',
	started: 'started',
};
