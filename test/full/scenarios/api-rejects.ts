// Connections to the API are rejected for a while, behind a gateway that is nobody's to start and that clients reach from several machines.
import {defineScenario, expect, external, reject} from 'gatequake';

const {URL = 'http://10.0.0.5:8080/', API = 'shop-api-1', RATE = '600'} = process.env;

export default defineScenario({
	title: 'the API rejects connections, and clients of several machines see it',
	topology: external(URL, {upstreams: [`${API}:3000`]}),
	load: {ratePerSecond: Number(RATE)},
	phases: {baselineMs: 3000, faultMs: 3000, recoveryMs: 5000},
	fault: reject(),
	expect: [expect.slo({errorShare: [0.2, 0.6], recoveryMs: [0, 3000]}), expect.outage({count: 1})],
	failsWithoutFault: ['slo', 'outage'],
});
