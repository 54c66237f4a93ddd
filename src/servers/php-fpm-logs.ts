// FPM's own log as events: `[21-Nov-2026 10:48:00] WARNING: [pool www] child 12 exited on signal 9 (SIGKILL) after 3.2 seconds from start`.
// What its words mean is the catalogue's to say.
import {signatureOf} from '../diagnosis/signatures.ts';
import type {ServerLogEvent, ServerMeaning} from '../timeline/timeline.ts';
import type {ServerLogClock} from './server.ts';

export function readPhpFpmLogs(files: ReadonlyMap<string, string>, part: string, clock: ServerLogClock): readonly ServerLogEvent[] {
	return [...files.values()].flatMap((text) =>
		text.split('\n').flatMap((line) => {
			const event = readLine(line, part, clock);
			return event === null ? [] : [event];
		}),
	);
}

const line = /^\[(\d\d)-([A-Z][a-z]{2})-(\d{4}) (\d\d:\d\d:\d\d)(?:\.\d+)?\] ([A-Z]+): (.*)$/;

function readLine(raw: string, part: string, clock: ServerLogClock): ServerLogEvent | null {
	const match = line.exec(raw);
	if (match === null) {
		return null;
	}

	const [, day, month, year, time, level = '', text = ''] = match;
	const wallMs = Date.parse(`${day} ${month} ${year} ${time} UTC`);
	if (!Number.isFinite(wallMs)) {
		return null;
	}

	const pid = /\bchild (\d+)/.exec(text)?.[1];
	return {
		kind: 'server-log',
		part,
		// The line names a whole second; the middle of it is at most half a second off.
		atMs: clock.fromWallMs(wallMs + 500),
		uncertaintyMs: 500,
		level: level.toLowerCase(),
		raw,
		meaning: meanings[signatureOf('php-fpm', text)?.id ?? ''] ?? null,
		...(pid === undefined ? {} : {pid: Number(pid)}),
	};
}

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
