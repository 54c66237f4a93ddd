// The time at the beginning of a line, in the forms that app servers, syslog, journals and kernels write.
import type {LogSettings} from './log-sink.ts';

export interface Stamp {
	/** NaN where the line has a time that is none of the clock: seconds since the machine started. */
	readonly wallMs: number;
	/** Place of the words behind it. */
	readonly length: number;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Null where the line does not begin with a time. */
export function readStamp(text: string, settings: LogSettings): Stamp | null {
	for (const [pattern, read] of forms) {
		const match = pattern.exec(text);
		if (match !== null) {
			return {wallMs: read(match, settings), length: match[0].length};
		}
	}

	return null;
}

type Form = readonly [RegExp, (match: RegExpExecArray, settings: LogSettings) => number];

const forms: readonly Form[] = [
	// 2026-11-21T08:19:15.123Z, [2026-11-21 08:19:15 +0000], 2026/11/21 08:19:15, 2026-11-21 08:19:15,123; <134>1 2026-11-21T08:19:15Z (RFC 5424)
	[
		/^(?:<\d{1,3}>1 )?\[?(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d+))? ?(Z|UTC|[+-]\d\d:?\d\d)?\]? */,
		([, year, month, day, hour, minute, second, part, zone], settings) =>
			instant({year, month: Number(month) - 1, day, hour, minute, second, part}, zone, settings),
	],
	// [21-Nov-2026 08:19:15], 21-Nov-2026 08:19:15.123
	[
		/^\[?(\d\d)-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?: ([A-Z]\w+(?:\/\w+)?))?\]? */,
		([, day, month, year, hour, minute, second, part], settings) =>
			instant({year, month: months.indexOf(month ?? ''), day, hour, minute, second, part}, undefined, settings),
	],
	// Sat Nov 21 08:19:15 2026 - , [Sat Nov 21 08:19:15.219069 2026]
	[
		/^\[?\w{3} (\w{3}) +(\d+) (\d\d):(\d\d):(\d\d)(?:\.(\d+))? (\d{4})\]?(?: - )? */,
		([, month, day, hour, minute, second, part, year], settings) =>
			instant({year, month: months.indexOf(month ?? ''), day, hour, minute, second, part}, undefined, settings),
	],
	// Nov 21 08:19:15, <134>Nov 21 08:19:15 (RFC 3164)
	[
		/^(?:<\d{1,3}>)?(\w{3}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d+))? /,
		([, month, day, hour, minute, second, part], settings) =>
			instant({year: String(settings.year), month: months.indexOf(month ?? ''), day, hour, minute, second, part}, undefined, settings),
	],
	// 1795243493.874
	[/^(\d{10})\.(\d{3})\d* /, ([, seconds, part]) => Number(seconds) * 1000 + Number(part)],
	// [12345.678901]
	[/^(?:<\d+>)?\[ *\d+\.\d{6}\] */, () => Number.NaN],
];

interface Parts {
	readonly year: string | undefined;
	readonly month: number;
	readonly day: string | undefined;
	readonly hour: string | undefined;
	readonly minute: string | undefined;
	readonly second: string | undefined;
	readonly part: string | undefined;
}

function instant({year, month, day, hour, minute, second, part}: Parts, zone: string | undefined, {zoneMinutes}: LogSettings): number {
	const milliseconds = part === undefined ? 0 : Math.floor(Number(`0.${part}`) * 1000);
	const local = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second), milliseconds);
	return local - (zone === undefined ? zoneMinutes : zoneOf(zone)) * 60_000;
}

function zoneOf(zone: string): number {
	const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
	return match === null ? 0 : (Number(match[2]) * 60 + Number(match[3])) * (match[1] === '-' ? -1 : 1);
}
