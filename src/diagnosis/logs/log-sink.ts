// What a reader of a format tells of each line. Times are milliseconds since 1970, NaN where a line has none.
import type {Signature} from '../signature.ts';
import type {LogLine} from './log-line.ts';

export interface RequestFacts {
	readonly wallMs: number;
	/** What the client got; 0 for nothing. */
	readonly status: number;
	/** Null where the log does not say. */
	readonly durationMs: number | null;
	readonly upstream: string | null;
	/** Who made the answer; null where the log does not say. */
	readonly by: 'gateway' | 'upstream' | null;
}

export interface LogSink {
	/** The line says what that signature means. */
	sign(signature: Signature, wallMs: number, upstream: string | null, line: LogLine): void;
	/** The line is about a request that was answered. */
	request(facts: RequestFacts): void;
	/** A request that went well, in the fast way. */
	good(wallMs: number, status: number): void;
	/** The format is known, and the words are not in the catalogue. */
	unknown(words: string, wallMs: number, line: LogLine): void;
}

/** A reader of one format, made anew for each file. */
export interface LogFormat {
	/** `nginx error log`. */
	readonly name: string;
	/** False where the line is not of this format, and nothing was told of it. */
	read(line: LogLine, sink: LogSink): boolean;
	/** The file has ended. */
	end?(sink: LogSink): void;
}

/** What readers need to know beside the file. */
export interface LogSettings {
	/** Of logs that name local times without a zone, in minutes east of Greenwich. */
	readonly zoneMinutes: number;
	/** Of logs that name no year. */
	readonly year: number;
}
