// A version of the app with a flaw: it shows at each start, as it does after a deploy that went wrong. A version without one just listens.
import {databaseVariable} from './upstream.ts';
import type {ListenHost} from './app-link.ts';
import type {JournalEntry} from './journal.ts';
import type {Flaw} from './upstream.ts';

export interface FlawedStart {
	/** As the app was started with. */
	readonly flaw: Flaw | null;
	readonly journal: {write(entry: JournalEntry): void};
	/** Begins to serve. */
	readonly listen: (host: ListenHost) => void;
}

/** Gives what takes the flaw back, where it has not shown yet. */
export function startWithFlaw({flaw, journal, listen}: FlawedStart): () => void {
	const tell = (is: Flaw['is']): void => {
		journal.write({r: -1, s: 'faulted', d: is});
	};
	const fail = (is: Flaw['is'], message: string): void => {
		tell(is);
		process.stderr.write(`${message}\n`);
		process.exit(1);
	};

	// An app that was started by hand, without a supervisor, needs no database.
	if (process.send !== undefined && process.env[databaseVariable] === undefined) {
		fail('missing-variable', `${databaseVariable} is not set`);
	}

	if (flaw?.is === 'missing-package') {
		tell(flaw.is);
		// What the loader throws ends the process with 1.
		void import(missingPackage);
		return () => {};
	}

	if (flaw?.is === 'failed-migration') {
		const timer = setTimeout(() => {
			fail(flaw.is, 'migration 0042 failed: relation "orders" does not exist');
		}, flaw.afterMs);
		return () => {
			clearTimeout(timer);
			listen('0.0.0.0');
		};
	}

	if (flaw?.is === 'loopback') {
		tell(flaw.is);
		listen('127.0.0.1');
		return () => {};
	}

	listen('0.0.0.0');
	if (flaw?.is !== 'crash') {
		return () => {};
	}

	const timer = setTimeout(() => {
		tell(flaw.is);
		crash(flaw.by);
	}, flaw.afterMs);
	return () => {
		clearTimeout(timer);
	};
}

/** A name that nobody has installed; a constant would be resolved by the type checker. */
const missingPackage = ['a-package', 'that-is-not-installed'].join('-');

function crash(by: Extract<Flaw, {readonly is: 'crash'}>['by']): void {
	if (by === 'exception') {
		throw new TypeError("Cannot read properties of undefined (reading 'total')");
	}

	process.kill(process.pid, by);
}
