// Reads the log of an app server line by line. What differs between servers is how a line is cut up, and what its words mean.
import type {ServerLogEvent} from '../timeline/timeline.ts';
import type {ServerKind} from './server.ts';

export interface LogFormat {
	/** Null where a line has no time of its own: it belongs to the line before it, as those of tracebacks do. */
	readonly cut: (line: string) => LogLine | null;
	readonly meaningOf: (text: string) => Pick<ServerLogEvent, 'meaning' | 'pid'>;
}

export interface LogLine {
	/** Its time in the words of `Date.parse`. A line whose time cannot be read is left out. */
	readonly time: string;
	readonly level: string;
	/** What it says, behind its time and level. */
	readonly text: string;
}

/** Of a log that tells whole seconds, cut off: an event is in the middle of its second, at most half a second off. */
export function logReader({cut, meaningOf}: LogFormat): ServerKind['readLogs'] {
	return (files, part, clock) =>
		[...files.values()]
			.flatMap((content) => content.split('\n'))
			.flatMap((raw): readonly ServerLogEvent[] => {
				const line = cut(raw);
				const wallMs = Date.parse(line?.time ?? '');
				return line === null || Number.isNaN(wallMs)
					? []
					: [
							{
								kind: 'server-log',
								atMs: clock.fromWallMs(wallMs + 500),
								uncertaintyMs: 500,
								part,
								level: line.level.toLowerCase(),
								raw,
								...meaningOf(line.text),
							},
						];
			});
}
