// Access logs as JSON, a line a request, in the names that people give the fields: nginx's `log_format … escape=json` and httpd's
// LogFormat have none of their own. Gatequake's formats are among them.
import {answererOf} from './answerer-of.ts';
import {JsonFields} from './json-fields.ts';
import type {LogFormat} from './log-sink.ts';

const times = ['t', 'us', 'msec', 'time_iso8601', '@timestamp', 'timestamp', 'time', 'ts', 'time_local', 'date'];

export function jsonAccessFormat(): LogFormat {
	return {
		name: 'JSON access log',
		read(line, sink) {
			const fields = line.bytes[line.start] === 0x7b ? JsonFields.parse(line.text) : null;
			const status = fields?.number('status', 'status_code', 'response_status', 'response') ?? null;
			if (fields === null || status === null) {
				return false;
			}

			const wallMs = fields.wallMs(...times);
			if (status >= 100 && status < 400) {
				sink.good(wallMs, status);
				return true;
			}

			const seconds = fields.number('seconds', 'request_time', 'duration');
			const microseconds = fields.number('us_taken', 'duration_us');
			const answered = fields.text('statuses', 'upstream_status')?.split(/[,:]/).at(-1)?.trim();
			sink.request({
				wallMs,
				status,
				durationMs: seconds === null ? (microseconds === null ? null : microseconds / 1000) : seconds * 1000,
				upstream: lastOf(fields.text('addresses', 'upstream_addr', 'upstream')),
				by: answererOf(status, answered),
			});
			return true;
		},
	};
}

/** Of several tries, the last; without a scheme. */
function lastOf(upstreams: string | null): string | null {
	return (
		upstreams
			?.split(/, | : /)
			.at(-1)
			?.replace(/^\w+:\/\//, '') ?? null
	);
}
