// Clients that try again: what turns a short failure into a long one (a retry storm), and what budgets and back-off are there to prevent.
import {DeadlineQueue, type Expiring} from './deadline-queue.ts';
import type {Exchange} from './connection.ts';
import type {RetryPlan} from '../scenario/plan.ts';

export interface RetryRequest {
	readonly firstId: number;
	/** The number of this try, 2 or more. */
	readonly attempt: number;
	readonly post: boolean;
	/** When its back-off is over, on CLOCK_MONOTONIC in ms. */
	readonly dueAtMs: number;
}

export class Retries {
	readonly #budgetShare: number;
	/** One queue per try, because all of one try wait equally long. */
	readonly #queues: readonly DeadlineQueue[];
	#firstTries = 0;
	#retries = 0;

	/** `onDue` is called from `expire()`. */
	constructor(policy: RetryPlan, onDue: (request: RetryRequest) => void) {
		this.#budgetShare = policy.budgetShare ?? Number.POSITIVE_INFINITY;
		this.#queues = Array.from({length: policy.attempts - 1}, (_, index) => {
			const waitMs = policy.backoffMs * policy.factor ** index;
			return new DeadlineQueue(waitMs, (item) => {
				if (item instanceof WaitingRetry) onDue(item.request());
			});
		});
	}

	firstTry(): void {
		this.#firstTries++;
	}

	/** Queues the next try, unless tries or budget are used up. */
	failed({firstId, attempt, post}: Exchange, nowMs: number): void {
		const queue = this.#queues[attempt - 1];
		if (queue === undefined || this.#retries + 1 > this.#budgetShare * this.#firstTries) return;
		this.#retries++;
		queue.add(new WaitingRetry(firstId, attempt + 1, post), nowMs);
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
	readonly #firstId: number;
	readonly #attempt: number;
	readonly #post: boolean;

	constructor(firstId: number, attempt: number, post: boolean) {
		this.#firstId = firstId;
		this.#attempt = attempt;
		this.#post = post;
	}

	request(): RetryRequest {
		return {firstId: this.#firstId, attempt: this.#attempt, post: this.#post, dueAtMs: this.deadlineMs};
	}
}
