// Watches one listening port in the kernel's socket table, and tells when it opened and closed as an interval that holds the true instant:
// [start of the last look that saw the old state, end of the first look that saw the new one].
import {monoMs} from './mono-clock.ts';
import {ListenerTable} from './socket-table.ts';

export interface PortEdge {
	readonly what: 'port-open' | 'port-closed';
	readonly fromMonoMs: number;
	readonly toMonoMs: number;
}

export interface PortWatchOptions {
	readonly port: number;
	/** Between two looks while nothing is expected. */
	readonly idleMs: number;
	readonly onEdge: (edge: PortEdge) => void;
	/** Default: the kernel's tables, IPv4 and IPv6. */
	readonly isListening?: () => boolean;
	readonly clock?: () => number;
}

export class PortWatch {
	readonly #options: PortWatchOptions;
	readonly #clock: () => number;
	readonly #isListening: () => boolean;
	#timer: NodeJS.Timeout | undefined;
	#everyMs = 0;
	#expected = {everyMs: 0, untilMonoMs: 0};
	#isOpen = false;
	#lastLookMonoMs: number;
	#lastEdge: PortEdge | null = null;

	constructor(options: PortWatchOptions) {
		this.#options = options;
		this.#clock = options.clock ?? monoMs;
		this.#isListening = options.isListening ?? kernelSaysListening(options.port);
		this.#lastLookMonoMs = this.#clock();
	}

	get isOpen(): boolean {
		return this.#isOpen;
	}

	get lastEdge(): PortEdge | null {
		return this.#lastEdge;
	}

	/** The first edge may tell of a port that was open already: it is then where the watch began, and not where the port opened. */
	start(): void {
		this.look();
		this.#arm();
	}

	/** Looks now. */
	look(): void {
		const fromMonoMs = this.#clock();
		const isOpen = this.#isListening();
		if (isOpen === this.#isOpen) {
			this.#lastLookMonoMs = fromMonoMs;
			return;
		}

		this.#change(isOpen, this.#lastLookMonoMs, this.#clock());
		this.#lastLookMonoMs = fromMonoMs;
	}

	/** Somebody nearer saw the port open within this interval, in the kernel's table: the app itself, right after it began to listen. */
	seenOpen(fromMonoMs: number, toMonoMs: number): void {
		if (!this.#isOpen) {
			this.#change(true, Math.max(fromMonoMs, this.#lastLookMonoMs), toMonoMs);
			this.#lastLookMonoMs = toMonoMs;
		}
	}

	/** Looks often until the state changes, for at most `forMs`. */
	expectChange(everyMs: number, forMs: number): void {
		this.#expected = {everyMs, untilMonoMs: this.#clock() + forMs};
		this.#arm();
	}

	#change(isOpen: boolean, fromMonoMs: number, toMonoMs: number): void {
		this.#isOpen = isOpen;
		this.#expected = {everyMs: 0, untilMonoMs: 0};
		this.#lastEdge = {what: isOpen ? 'port-open' : 'port-closed', fromMonoMs, toMonoMs};
		this.#options.onEdge(this.#lastEdge);
	}

	#arm(): void {
		const isExpected = this.#clock() < this.#expected.untilMonoMs;
		const everyMs = isExpected ? this.#expected.everyMs : this.#options.idleMs;
		if (everyMs === this.#everyMs) {
			return;
		}

		this.#everyMs = everyMs;
		clearInterval(this.#timer);
		this.#timer = setInterval(() => {
			this.look();
			this.#arm();
		}, everyMs);
	}
}

/** A listener that was once seen in the IPv4 table is expected to come back there: the look at the other one would be a full scan. */
function kernelSaysListening(port: number): () => boolean {
	const ipv4 = new ListenerTable('/proc/net/tcp');
	const ipv6 = new ListenerTable('/proc/net/tcp6');
	let isIpv4 = false;
	return () => {
		const isListening = ipv4.isListening(port);
		isIpv4 ||= isListening;
		return isListening || (!isIpv4 && ipv6.isListening(port));
	};
}
