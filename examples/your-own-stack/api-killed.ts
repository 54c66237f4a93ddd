// The container of the API is killed, and started again some seconds later. nginx has nobody else to turn to: what clients
// get in the meantime is for it to say, and soon after the API is back they must be served as well as before.
import {compose, defineScenario, expect, killContainer} from 'gatequake';

export default defineScenario({
	title: 'the only API container is killed and started again',
	topology: compose('compose.yaml', {gateway: 'proxy', upstreams: ['api'], url: 'http://proxy/items', software: 'nginx'}),
	phases: {baselineMs: 1500, faultMs: 4000, recoveryMs: 5000},
	fault: killContainer(),
	expect: [expect.status({is: [502, 504], share: [0.9, 1]}), expect.recovery({withinMs: 4000})],
	failsWithoutFault: ['status'],
});
