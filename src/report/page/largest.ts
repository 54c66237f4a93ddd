// The largest of any number of values: a call with each as an argument has its limit.

/** At least `least`. */
export function largest(values: Iterable<number>, least = 1): number {
	let most = least;
	for (const value of values) {
		most = Math.max(most, value);
	}

	return most;
}
