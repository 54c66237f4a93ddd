// Which recorded runs the rules were written from. Of each gateway, the runs that started before its instant were looked at, or stood in a
// score that somebody read, before a rule was changed. What started later is held out, and so is all of a gateway that is not named here.
// Whoever changes a rule after a look at later runs moves the instant.

export const lookedAtUntil: Readonly<Record<string, string>> = {
	nginx: '2026-11-22T04:02:00Z',
	haproxy: '2026-11-22T04:02:00Z',
	// A first score of theirs, and the runs whose first cause was wrong: see docs/diagnosis.md.
	envoy: '2026-11-22T04:02:00Z',
	httpd: '2026-11-22T04:02:00Z',
	caddy: '2026-11-22T04:02:00Z',
	traefik: '2026-11-22T04:02:00Z',
	varnish: '2026-11-22T04:02:00Z',
	/** Scenarios with other numbers, and pairs of faults. */
	variants: '2026-11-22T04:02:00Z',
};

export function isHeldOut({gateway, startedAt}: {readonly gateway: string; readonly startedAt: string}): boolean {
	const until = lookedAtUntil[gateway];
	return until === undefined || Date.parse(startedAt) >= Date.parse(until);
}
