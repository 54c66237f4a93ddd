// The answers in test/fixtures/diagnosis/responses were made by the gateways themselves: their names say by which one, and what the app
// did. What is told of them must fit that.
import {readFileSync, readdirSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {Ajv} from 'ajv';
import {diagnoseNoAnswer, diagnoseResponse} from '../../src/diagnosis/diagnose-response.ts';
import {parseResponse} from '../../src/diagnosis/parse-response.ts';
import type {GatequakeError} from '../../src/error.ts';
import type {Cause} from '../../src/timeline/cause.ts';
import {makeSchema, schemaText} from '../helpers/json-schema.ts';
import {responseDiagnosisSchema, rewriteHint} from '../helpers/published-schemas.ts';
import {projectFolder} from '../helpers/source-file.ts';

const folder = path.join(projectFolder, 'test/fixtures/diagnosis/responses');

const truths: Readonly<Record<string, Cause>> = {
	refused: 'connection_refused',
	hang: 'http_response_timeout',
	reset: 'connection_terminated',
	close: 'connection_terminated',
	huge: 'http_response_header_section_size',
	garbage: 'http_protocol_error',
};
const names: Readonly<Record<string, RegExp>> = {
	nginx: /^nginx\/1\.30\.6$/,
	haproxy: /^haproxy$/,
	httpd: /^Apache\/2\.4\.69$/,
	caddy: /^Caddy$/,
	envoy: /^envoy$/,
	traefik: /^Traefik$/,
	varnish: /^Varnish\/7\.7$/,
};

function diagnose(text: string) {
	return diagnoseResponse(parseResponse(text), null);
}

for (const file of readdirSync(folder)) {
	const [gateway = '', story = ''] = path.basename(file, '.txt').split('-');
	test(`${gateway}: who made the answer to ${story}, and why`, (t) => {
		const {madeBy, causes, status} = diagnose(readFileSync(path.join(folder, file), 'utf8'));
		const truth = truths[story];
		if (truth === undefined) {
			t.not(madeBy.who, 'gateway');
			t.deepEqual(causes, []);
		} else if (status === 200) {
			// httpd passes what is no HTTP on as an answer of HTTP/0.9: nothing in it is an error.
			t.is(file, 'httpd-garbage.txt');
		} else {
			t.is(madeBy.who, 'gateway');
			t.regex(madeBy.name ?? '', names[gateway] ?? /^$/);
			t.true(causes.includes(truth), causes.join());
		}
	});
}

test('every gateway has its own pages among the fixtures, and one that it passed on', (t) => {
	const files = readdirSync(folder);
	for (const gateway of Object.keys(names)) {
		t.true(
			['app', 'hang', 'refused'].every((story) => files.includes(`${gateway}-${story}.txt`)),
			gateway,
		);
	}
});

function edgePage(status: number, body = ''): string {
	return `HTTP/1.1 ${status} x\r\nServer: cloudflare\r\nCF-RAY: 8f1-FRA\r\n\r\n${body}`;
}

function ofBalancer(status: number) {
	return diagnose(`HTTP/1.1 ${status} x\r\nServer: awselb/2.0\r\n\r\n`);
}

test('Cloudflare’s own numbers, and what it passes on', (t) => {
	const first: readonly (readonly [number, Cause])[] = [
		[520, 'connection_terminated'],
		[521, 'connection_refused'],
		[522, 'connection_timeout'],
		[523, 'destination_ip_unroutable'],
		[524, 'http_response_timeout'],
		[525, 'tls_protocol_error'],
		[526, 'tls_certificate_error'],
		[527, 'connection_timeout'],
	];
	for (const [status, cause] of first) {
		const {madeBy, causes} = diagnose(edgePage(status));
		t.deepEqual([madeBy.name, causes[0]], ['Cloudflare', cause], String(status));
	}

	t.is(diagnose(edgePage(502, 'the app’s page')).madeBy.who, 'app');
	t.is(diagnose(edgePage(502, '<div id="cf-wrapper">')).madeBy.name, 'Cloudflare');
	const behind = diagnose(edgePage(502, '<hr><center>nginx</center>'));
	t.is(behind.madeBy.name, 'nginx');
	t.regex(behind.evidence.join(), /passed on: Server: cloudflare/);
});

test('the balancer’s numbers', (t) => {
	for (const status of [460, 463, 502, 503, 504]) {
		t.is(ofBalancer(status).madeBy.name, 'AWS Application Load Balancer', String(status));
		t.not(ofBalancer(status).meaning, ofBalancer(599).meaning, String(status));
	}

	t.deepEqual(ofBalancer(463).causes, ['http_request_error']);
});

test('an error of nobody known is not blamed on a gateway, and a good answer is none', (t) => {
	t.is(diagnose('HTTP/1.1 502 Bad Gateway\r\nServer: mine\r\n\r\noh').madeBy.who, 'unknown');
	t.is(diagnose('HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n<hr><center>nginx</center>').meaning, 'no error: the request was answered');
	t.is(diagnose('HTTP/2 404 \r\n\r\n').madeBy.who, 'unknown');
});

test('of several answers behind one another the last one counts, and a text that is none is refused', (t) => {
	t.is(
		diagnose('HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\nHTTP/1.1 503 x\r\n\r\nNo server is available to handle this request.').status,
		503,
	);
	t.is(diagnose('HTTP/1.1 504 x\nServer: Caddy\n\n').madeBy.name, 'Caddy');
	for (const text of ['', 'x', '<html>', '\0\0']) {
		t.is(t.throws<GatequakeError>(() => diagnose(text))?.code, 'NO_RESPONSE');
	}
});

test('no answer at all is told by what ended it', (t) => {
	t.deepEqual(diagnoseNoAnswer({code: 'ECONNREFUSED', tookMs: 1}, 'http://localhost/').causes, ['connection_refused']);
	t.regex(diagnoseNoAnswer({code: 'EODD', tookMs: 1}, 'http://localhost/').meaning, /EODD/);
});

test('the published schema is what the types say, and a diagnosis follows it', (t) => {
	t.is(readFileSync(responseDiagnosisSchema.at, 'utf8'), schemaText(responseDiagnosisSchema), rewriteHint);
	const follows = new Ajv({allErrors: true, allowUnionTypes: true}).compile(makeSchema(responseDiagnosisSchema, {strict: true}));
	const document: unknown = JSON.parse(JSON.stringify(diagnose('HTTP/1.1 504 x\nServer: Caddy\n\n')));
	t.true(follows(document), JSON.stringify(follows.errors?.slice(0, 3)));
});
