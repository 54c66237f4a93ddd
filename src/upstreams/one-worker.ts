// One worker, and a queue without end before it: each piece of work holds it for its time, whether or not somebody still waits for it.

export class OneWorker {
	readonly #waiting: (() => number)[] = [];
	#isBusy = false;

	/** `work` begins when its turn has come, and says for how many ms it holds the worker. */
	take(work: () => number): void {
		this.#waiting.push(work);
		this.#next();
	}

	#next(): void {
		const work = this.#isBusy ? undefined : this.#waiting.shift();
		if (work === undefined) {
			return;
		}

		this.#isBusy = true;
		setTimeout(() => {
			this.#isBusy = false;
			this.#next();
		}, work());
	}
}
