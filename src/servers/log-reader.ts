// Reads the log of an app server line by line. What differs between servers is how a line is cut up, and what its words mean.
import type {ServerLogEvent} from '../timeline/timeline.ts';
import type {ServerKind} from './server.ts';

export interface LogFormat {
	/** Null where a line has no time of its own: it belongs to the line before it, as those of tracebacks do. */
	readonly cut: (line: string) => LogLine | null;
	readonly meaningOf: (text: string) => Pick<ServerLogEvent, 'meaning' | 'pid'>;
	/** What is cut off of its times. Default 1000: it tells whole seconds. */
	readonly stepMs?: number;
}

export interface LogLine {
	/** Its time in the words of `Date.parse`. A line whose time cannot be read is left out. */
	readonly time: string;
	readonly level: string;
	/** What it says, behind its time and level. */
	readonly text: string;
}

/** An event is in the middle of the step that its line names: of a whole second, at most half a second off. */
export function logReader({cut, meaningOf, stepMs = 1000}: LogFormat): ServerKind['readLogs'] {
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
								atMs: clock.fromWallMs(wallMs + stepMs / 2),
								uncertaintyMs: stepMs / 2,
								part,
								level: line.level.toLowerCase(),
								raw,
								...meaningOf(line.text),
							},
						];
			});
}
