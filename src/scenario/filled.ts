/** What is given goes before the default; what is there and undefined is not given. */
export function filled<Options extends object>(defaults: Options, given: Partial<Options> = {}): Options {
	const entries: readonly (readonly [string, unknown])[] = Object.entries(given);
	return {...defaults, ...Object.fromEntries(entries.filter(([, value]) => value !== undefined))};
}
