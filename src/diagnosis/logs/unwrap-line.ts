// The line of a program inside what others wrap around it: `{"log":"…\n","stream":"stderr","time":"…"}` (Docker), `2026-11-21T08:19:15.123456789Z
// stderr F …` (containerd, CRI-O), `<187>Nov 21 08:19:15 web1 nginx: …` (syslog, and what `journalctl` prints).
import {JsonFields} from './json-fields.ts';
import {LogLine} from './log-line.ts';

const containerd = /^\d{4}-\d\d-\d\dT\S+ std(?:out|err) [FP] (.*)$/;
/** RFC 3164, with or without the priority and the host, and what daemons write to files in its manner, with either time. */
const syslog = /^(?:<\d{1,3}>)?(?:\w{3} +\d{1,2} [\d:]{8}|\d{4}-\d\d-\d\dT\S+) (?:\S+ )?[\w./-]+(?:\[\d+\])?: (.+)$/;
/** RFC 5424, without structured data. */
const newSyslog = /^<\d{1,3}>1 \d{4}-\d\d-\d\dT\S+ \S+ \S+ \S+ \S+ - (.+)$/;

/** Null where nothing is wrapped around it. */
export function unwrapLine(line: LogLine): LogLine | null {
	const text = line.text;
	if (text.startsWith('{"log":')) {
		const inner = JsonFields.parse(text)?.text('log') ?? null;
		return inner === null ? null : LogLine.of(inner.trimEnd());
	}

	const inner = (containerd.exec(text) ?? syslog.exec(text) ?? newSyslog.exec(text))?.[1];
	return inner === undefined ? null : LogLine.of(inner);
}
