// Clients that try again: what turns a short failure into a long one (a retry storm), and what budgets and back-off are there to prevent.
import {DeadlineQueue, type Expiring} from './deadline-queue.ts';
import type {Exchange} from './connection.ts';
import type {RetryPolicy} from './load.ts';

export interface RetryRequest {
	readonly keyId: number;
	/** The number of this try, 2 or more. */
	readonly attempt: number;
	readonly post: boolean;
	/** When its back-off is over, on CLOCK_MONOTONIC in ms. */
	readonly dueAtMs: number;
}

export class Retries {
	readonly #policy: RetryPolicy;
	/** One queue per try, because all of one try wait equally long. */
	readonly #queues: readonly DeadlineQueue[];
	#firstTries = 0;
	#retries = 0;

	/** `onDue` is called from `expire()`. */
	constructor(policy: RetryPolicy, onDue: (request: RetryRequest) => void) {
		this.#policy = policy;
		this.#queues = Array.from({length: policy.attempts - 1}, (_, index) => {
			const waitMs = policy.backoffMs * (policy.factor ?? 2) ** index;
			return new DeadlineQueue(waitMs, (item) => {
				if (item instanceof WaitingRetry) onDue(item.request());
			});
		});
	}

	firstTry(): void {
		this.#firstTries++;
	}

	/** Queues the next try, unless tries or budget are used up. */
	failed({keyId, attempt, post}: Exchange, nowMs: number): void {
		const queue = this.#queues[attempt - 1];
		if (queue === undefined || this.#retries + 1 > (this.#policy.budgetShare ?? Number.POSITIVE_INFINITY) * this.#firstTries) return;
		this.#retries++;
		queue.add(new WaitingRetry(keyId, attempt + 1, post), nowMs);
	}

	expire(nowMs: number): void {
		for (const queue of this.#queues) queue.expire(nowMs);
	}
}

class WaitingRetry implements Expiring {
	deadlineMs = 0;
	queue: DeadlineQueue | null = null;
	previous: Expiring | null = null;
	next: Expiring | null = null;
	readonly #keyId: number;
	readonly #attempt: number;
	readonly #post: boolean;

	constructor(keyId: number, attempt: number, post: boolean) {
		this.#keyId = keyId;
		this.#attempt = attempt;
		this.#post = post;
	}

	request(): RetryRequest {
		return {keyId: this.#keyId, attempt: this.#attempt, post: this.#post, dueAtMs: this.deadlineMs};
	}
}
