// What PM2 says of an app in its own log (version 7): its start, its end, and that it gives up.
import {constants} from 'node:os';

export type Pm2Line =
	| {readonly says: 'online'}
	/** Wait status as a shell tells it. */
	| {readonly says: 'exited'; readonly exitCode: number; readonly signal: string | null}
	| {readonly says: 'gave-up'};

/** Null for all other lines. */
export function readPm2Line(line: string): Pm2Line | null {
	if (/PM2 log: App \[[^\]]+\] online/.test(line)) {
		return {says: 'online'};
	}

	const exited = /PM2 log: App \[[^\]]+\] exited with code \[(\d+)\] via signal \[(\w+)\]/.exec(line);
	if (exited !== null) {
		const [, code = '', signal = ''] = exited;
		// It names SIGINT where there was no signal, and the code 0 where there was one.
		const number = signalNumber(signal);
		return Number(code) !== 0 || signal === 'SIGINT' || number === null
			? {says: 'exited', exitCode: Number(code), signal: null}
			: {says: 'exited', exitCode: 128 + number, signal};
	}

	return /had too many unstable restarts \(\d+\)\. Stopped\./.test(line) ? {says: 'gave-up'} : null;
}

function signalNumber(name: string): number | null {
	const found = Object.entries(constants.signals).find(([known]) => known === name);
	return found === undefined ? null : found[1];
}
