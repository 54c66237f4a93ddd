// One of two upstreams takes requests and never answers them. With max_fails a gateway leaves it alone after the first time-outs; without
// it every other request goes there, to the end of the fault. Not a shipped story: what is compared is what the gateway was told.
import {defineScenario, expect, hang, node} from 'gatequake';

export default defineScenario({
	title: 'one of two upstreams takes requests and never answers',
	topology: {upstreams: [node(), node()], gateway: {readTimeoutMs: 1000, retries: 'off'}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: hang({upstream: 'app1'}),
	expect: [expect.status({is: 504, by: 'gateway', share: [0.05, 1]}), expect.ledger({lost: 0, duplicated: 0})],
	failsWithoutFault: ['status'],
});
