// New connections to the API are dropped in silence, as by a firewall. nginx waits for its connect time-out and says 504, and its log names
// the cause. The stack runs already: `docker compose --project-name shop up --detach`. (Version 1 of compose calls it shop_proxy_1.)
import {attach, defineScenario, drop, expect} from 'gatequake';

const {PROXY = 'shop-proxy-1', API = 'shop-api-1', PORT = '8080'} = process.env;

export default defineScenario({
	title: 'a firewall drops what goes to the API',
	topology: attach({gateway: PROXY, upstreams: [API], url: `http://localhost:${PORT}/items`, software: 'nginx'}),
	phases: {baselineMs: 1500, faultMs: 3000, recoveryMs: 4000},
	fault: drop(),
	expect: [expect.errors({cause: 'connection_timeout', by: 'gateway', share: [0.9, 1]}), expect.slo({recoveryMs: [0, 3000]})],
	failsWithoutFault: ['errors'],
});
