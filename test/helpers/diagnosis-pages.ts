// One page of each kind that `diagnose` and `lint` write, with words in them that would do harm if they were more than text.
import {diagnoseContainer} from '../../src/diagnosis/diagnose-container.ts';
import {diagnoseHost} from '../../src/diagnosis/diagnose-host.ts';
import {diagnoseResponse} from '../../src/diagnosis/diagnose-response.ts';
import {diagnoseRun} from '../../src/diagnosis/diagnose-run.ts';
import {lintConfig} from '../../src/diagnosis/lint-config.ts';
import {LogReading} from '../../src/diagnosis/log-reading.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import {renderConfigLintHtml} from '../../src/report/config-lint-html.ts';
import {renderContainerDiagnosisHtml} from '../../src/report/container-diagnosis-html.ts';
import {renderHostDiagnosisHtml} from '../../src/report/host-diagnosis-html.ts';
import {renderLogDiagnosisHtml} from '../../src/report/log-diagnosis-html.ts';
import {renderResponseDiagnosisHtml} from '../../src/report/response-diagnosis-html.ts';
import {renderRunDiagnosisHtml} from '../../src/report/run-diagnosis-html.ts';
import {containerFacts} from './container-facts.ts';
import {hostFacts} from './host-facts.ts';
import {buildTimeline, killed} from './timeline-builder.ts';

export const harmful = '</pre><script>alert(1)</script><img src=x onerror=alert(1)>\u001B[2J\u202E';

const errorLog = `2026/11/21 04:32:08 [error] 31#31: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.4, server: , request: "GET /${harmful} HTTP/1.1", upstream: "http://10.0.0.9:8080/", host: "x"\n`;

const config = `
events {}
http {
	upstream apps { server app1:8080; server app2:8080; }
	server {
		listen 80; # ${harmful}
		location / { proxy_pass http://apps; proxy_next_upstream error timeout non_idempotent; proxy_read_timeout 300s; }
	}
}
`;

export async function diagnosisPages(): Promise<Readonly<Record<'log' | 'run' | 'response' | 'container' | 'host' | 'lint', string>>> {
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	await reading.read({name: harmful, owner: 'nginx', chunks: [Buffer.from(errorLog.repeat(50))], zoneMinutes: 0, year: 2026});
	const log = reading.diagnosis();
	const asked = [{target: `app1:8080`, addresses: ['10.0.0.9'], status: null, error: harmful, tookMs: 3}];
	const gateway = containerFacts('gateway', {addresses: ['10.0.0.2'], namespace: {listening: [{address: '::', port: 80}], asked}});
	const timeline = buildTimeline({fault: killed()});
	const headers = new Map([['server', `nginx/1.30.6 ${harmful}`]]);
	const body = `<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.30.6</center></body></html>${harmful}`;
	const chain = {
		frontTimeoutMs: 60_000,
		frontKeepaliveMs: null,
		appTimeoutMs: null,
		appKeepaliveMs: 5000,
		headerBytes: null,
		headersRefused: null,
	};
	const texts = [{name: `/etc/${harmful}.conf`, text: config}];
	return {
		log: renderLogDiagnosisHtml(log),
		run: renderRunDiagnosisHtml(diagnoseRun(timeline, readFacts(timeline))),
		response: renderResponseDiagnosisHtml(diagnoseResponse({status: 502, headers, body, tookMs: 12}, `http://localhost:8080/${harmful}`)),
		container: renderContainerDiagnosisHtml(
			diagnoseContainer({
				gateway,
				apps: [
					containerFacts(harmful, {running: false, status: 'exited', exitCode: 137, finishedAt: '2026-11-21T08:30:00Z', namespace: null}),
				],
				log,
			}),
		),
		host: renderHostDiagnosisHtml(diagnoseHost(hostFacts({host: harmful, asked, notSeen: [`dmesg: ${harmful}`]}), log)),
		lint: renderConfigLintHtml(lintConfig({gateway: 'nginx', texts, included: () => null, chain, allowed: []})),
	};
}
