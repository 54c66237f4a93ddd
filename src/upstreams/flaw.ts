// What is wrong with a version of the app: the words of the protocol for it, and what each start is told.

/** What an app that has no flaw is given in its environment, and refuses to start without. */
export const databaseVariable = 'DATABASE_URL';

/** How large the head of a request may be, in bytes, for servers that keep it in a buffer; in the environment of each start. */
export const requestBufferVariable = 'REQUEST_BUFFER_BYTES';

/**
 * What is wrong with a version of the app; it shows at each start.
 * - `missing-variable`: it is not given `DATABASE_URL`, says so, and exits with 1. - `missing-package`: it imports a package that is not there.
 * - `failed-migration`: it works for `afterMs`, says that the migration failed, and exits with 1, all before it listens.
 * - `loopback`: it listens on 127.0.0.1 only, and serves nobody but its own host.
 * - `request-buffer`: its server is configured to take no larger head of a request than `bytes`.
 * - `crash`: it listens, serves, and `afterMs` after its start ends by an uncaught exception, or by the signal that it sends itself.
 */
export type Flaw =
	| {readonly is: 'missing-variable'}
	| {readonly is: 'missing-package'}
	| {readonly is: 'loopback'}
	| {readonly is: 'request-buffer'; readonly bytes: number}
	| {readonly is: 'failed-migration'; readonly afterMs: number}
	| {readonly is: 'crash'; readonly afterMs: number; readonly by: 'exception' | 'SIGSEGV' | 'SIGABRT'};
