// The only app is away for half a second, and clients try again, each time after twice as long. The gateway fails their first tries, as it
// must: there is nobody to ask. But no client is left with an error, no POST is lost, and none is done twice. This is what retries are
// for: a short failure, back-off, and requests that may be sent again.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'clients try again with back-off, and see nothing of a short failure',
	tags: ['recovery'],
	topology: {upstreams: [node()], gateway: {failTimeoutMs: 1000}},
	load: {ratePerSecond: 60, retry: {attempts: 6, backoffMs: 100}},
	phases: {baselineMs: 2000, faultMs: 500, recoveryMs: 4500},
	fault: kill({restartAfterMs: 500}),
	expect: [
		expect.noErrors({allow: 1}),
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.9, 1]}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: [0, 1], committedButFailed: 0}),
	],
	failsWithoutFault: ['errors'],
});
