// The status that an upstream gave, and nothing else, is what the access log of each gateway is read to have of it. Lines of real logs: a
// worker of Gunicorn was aborted over its time (request 178), and answered 500 by itself.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {gateways} from '../../src/gateways/gateways.ts';

/** Envoy's log of accesses is told by its name. */
const file = 'access.log';

for (const gateway of Object.values(gateways)) {
	const {name} = gateway;
	const read = (text: string) => gateway.readLogs(new Map([[file, text]]), {fromWallMs: (wallMs) => wallMs});
	const fixture = readFileSync(new URL(`../fixtures/gateways/${name}/server-error.txt`, import.meta.url), 'utf8');

	test(`${name}: an error of the app's server is known as the upstream's own, and as no failure of the gateway`, (t) => {
		const events = read(fixture).filter((event) => event.requestId === 178);
		t.deepEqual(
			events
				.map((event) => (event.kind === 'access' ? [event.status, ...event.upstreamStatuses] : [event.cause]))
				.filter(([first]) => first !== null),
			[[500, 500]],
		);
	});
}

// Of what gateways make themselves, some log a status beside the upstream that the upstream never gave.
const own = {
	nginx:
		'{"t":1795266363.715,"gq":"178","status":"502","seconds":0.001,"addresses":"192.168.240.4:8080","statuses":"502","header_seconds":"-","upstream_seconds":"0.001","worker":14,"complete":"OK"}',
	haproxy:
		'{"ended":1795266385481,"active":1186,"gq":"178","status":500,"end":"PH","server":"app1","address":"172.21.0.4:8080","retries":"0","queue":0,"connect":1,"response":1185,"error":"Success","tls":"-","worker":16}',
	httpd: '{"us":1795242780500250,"gq":"178","status":503,"upstream":"http://app1:8080","upstream_status":"-","us_taken":2368,"worker":11}',
	traefik:
		'{"DownstreamContentSize":11,"DownstreamStatus":502,"Duration":1319110214,"OriginContentSize":11,"OriginStatus":502,"RequestPath":"/items?gq=178","ServiceAddr":"app1:8080","StartUTC":"2026-11-21T13:07:47.608169176Z","level":"info","msg":"","time":"2026-11-21T13:07:48Z"}',
	envoy:
		'{"attempts":1,"details":"upstream_reset_before_response_started{connection_termination}","flags":"UC","method":"GET","ms":3,"path":"/items?gq=178","status":503,"t":"1795266447.021","transport":null,"upstream":"172.29.0.4:8080"}',
} as const;

for (const [name, line] of Object.entries(own)) {
	test(`${name}: the status of an error that it made itself is not taken for its upstream's, not even without a reason in its log`, (t) => {
		const access = gateways[name]?.readLogs(new Map([[file, line]]), {fromWallMs: (wallMs) => wallMs}).find(({kind}) => kind === 'access');
		t.like(access, {requestId: 178, upstreamStatuses: [null]});
	});
}
