// Logs are read one after the other into one tally, and give one diagnosis.
import {diagnoseLogs} from './diagnose-logs.ts';
import type {DiagnosedFile, LogDiagnosis} from './log-diagnosis.ts';
import type {LogOwner} from './log-owner.ts';
import {LogTally} from './logs/log-tally.ts';
import {readLog} from './read-log.ts';
import {withSettings} from './with-settings.ts';
import type {ConfiguredGateway} from './with-settings.ts';

export interface LogWindow {
	/** Milliseconds since 1970; -Infinity and Infinity for everything. */
	readonly sinceMs: number;
	readonly untilMs: number;
}

export interface LogFile {
	readonly name: string;
	readonly owner: LogOwner;
	readonly chunks: AsyncIterable<Buffer> | Iterable<Buffer>;
	/** Of a log that names local times without a zone: minutes east of Greenwich. */
	readonly zoneMinutes: number;
	/** Of a log that names no year. */
	readonly year: number;
}

export class LogReading {
	readonly #window: LogWindow;
	readonly #tally: LogTally;
	readonly #files: DiagnosedFile[] = [];
	#config: {readonly gateway: ConfiguredGateway; readonly text: string} | null = null;

	constructor(window: LogWindow) {
		this.#window = window;
		this.#tally = new LogTally(window);
	}

	/** @throws GatequakeError `NO_LOG` where the file is binary, or no line of it is of a known format. */
	async read({name, owner, chunks, zoneMinutes, year}: LogFile): Promise<void> {
		const {unknown: notUnderstood, ...read} = await readLog({name, owner, settings: {zoneMinutes, year}, chunks}, this.#tally);
		this.#files.push({name, ...read, notUnderstood});
	}

	/** The file, or what the gateway itself prints of it: causes then show what it says of the directives that the advice names. */
	config(gateway: ConfiguredGateway, text: string): void {
		this.#config = {gateway, text};
	}

	diagnosis(): LogDiagnosis {
		const diagnosis = diagnoseLogs({files: this.#files, tally: this.#tally, window: this.#window});
		return this.#config === null ? diagnosis : withSettings(diagnosis, this.#config.gateway, this.#config.text);
	}
}
