// The clock of every program in this folder: CLOCK_MONOTONIC in milliseconds, the same in all containers of one engine host.

export function monoMs(): number {
	const [seconds, nanoseconds] = process.hrtime();
	return seconds * 1000 + nanoseconds / 1e6;
}
