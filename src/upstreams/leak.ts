// Leaks memory outside V8's heap and touches every page, so that the kernel's OOM killer ends the process, and not V8.

const tickMs = 10;
const pieceBytes = 1024 * 1024;
/** The app goes on serving while it leaks. */
const longestTickMs = 8;

export class Leak {
	#kept: Buffer[] = [];
	#timer: NodeJS.Timeout | undefined;
	#bytesPerSecond = 0;

	/** 0 stops, and gives the memory back to the garbage collector. */
	setRate(bytesPerSecond: number): void {
		if (bytesPerSecond === this.#bytesPerSecond) {
			return;
		}

		this.#bytesPerSecond = bytesPerSecond;
		clearInterval(this.#timer);
		if (bytesPerSecond === 0) {
			this.#kept = [];
			return;
		}

		const startedMs = performance.now();
		let leaked = 0;
		this.#timer = setInterval(() => {
			const tickStartedMs = performance.now();
			const due = ((tickStartedMs - startedMs) / 1000) * bytesPerSecond;
			while (leaked < due && performance.now() - tickStartedMs < longestTickMs) {
				this.#kept.push(Buffer.allocUnsafeSlow(pieceBytes).fill(1));
				leaked += pieceBytes;
			}
		}, tickMs);
	}
}
