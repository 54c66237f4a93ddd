import {GatequakeError} from '../error.ts';

/** The report stays where it is. */
export function notSent(why: string, cause?: unknown): GatequakeError {
	return new GatequakeError(`the report was not sent: ${why}`, {code: 'NOT_SENT', exitCode: 4, cause});
}
