/** The path of the first URL in a command: `curl -f http://localhost:3000/health || exit 1` has `/health`. Null where there is none. */
export function urlPathIn(command: string): string | null {
	const [, found] = /\bhttps?:\/\/[\w.:[\]-]+(\/[\w./~%-]*)?/.exec(command) ?? [];
	return found ?? null;
}
