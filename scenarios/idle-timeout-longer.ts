// The keep-alive race cannot be where the app keeps idle connections longer than the gateway does. This is the load of link-slow-close.ts,
// with ten requests a second and connections that idle between them, at an app that keeps them for 75 s: no gateway's are idle for so long, so
// it is always the gateway that closes, and it never sends on a connection that is being closed. Nothing is injected, and nothing may fail.
import {bytes, defineScenario, expect} from 'gatequake';

export default defineScenario({
	title: 'the app keeps idle connections longer than the gateway, and no request meets one that is closing',
	tags: ['app'],
	topology: {upstreams: [bytes({idleTimeoutMs: 75_000})]},
	load: {ratePerSecond: 10, postShare: 0.5},
	phases: {baselineMs: 3000, faultMs: 6000, recoveryMs: 3000},
	fault: null,
	expect: [expect.noErrors(), expect.retries({attemptsPerRequest: [1, 1]}), expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0})],
});
