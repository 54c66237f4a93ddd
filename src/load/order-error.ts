// An order that the generator refuses. Code of the container has no GatequakeError; the driver makes one of the code and the message.

export class OrderError extends Error {
	/** Stable word: `LOAD_RATE`, `LOAD_IN_FLIGHT`, ... */
	readonly code: string;

	constructor(code: string, message: string) {
		super(message);
		this.code = code;
	}
}
