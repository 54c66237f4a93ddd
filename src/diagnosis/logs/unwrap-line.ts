// The line of a program inside what a container engine wraps around it: `{"log":"…\n","stream":"stderr","time":"…"}` (Docker) or
// `2026-11-21T08:19:15.123456789Z stderr F …` (containerd, CRI-O).
import {JsonFields} from './json-fields.ts';
import {LogLine} from './log-line.ts';

/** Null where nothing is wrapped around it. */
export function unwrapLine(line: LogLine): LogLine | null {
	const text = line.text;
	if (text.startsWith('{"log":')) {
		const inner = JsonFields.parse(text)?.text('log') ?? null;
		return inner === null ? null : LogLine.of(inner.trimEnd());
	}

	const inner = /^\d{4}-\d\d-\d\dT\S+ std(?:out|err) [FP] (.*)$/.exec(text)?.[1];
	return inner === undefined ? null : LogLine.of(inner);
}
