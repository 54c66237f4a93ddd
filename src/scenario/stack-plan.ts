// A user's own stack in a Plan: which containers or services stand for which parts, and where load may go.
export interface StackPlan {
	readonly by: 'attach' | 'compose' | 'external';
	/** Absolute path of the compose file; null for none. */
	readonly composeFile: string | null;
	/** Where clients reach the gateway. */
	readonly url: string;
	/** By part (`gateway`, `app1`, ...): the container or the service. */
	readonly containers: Readonly<Record<string, string>>;
	/** Statuses that this gateway alone makes: no upstream answers so. */
	readonly ownStatuses: readonly number[];
}
