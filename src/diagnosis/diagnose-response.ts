// From one response to who made it and why. A gateway's own page is nearer to the truth than a header, which gateways add to what
// they pass on: so any own page stands before any header.
import type {Cause} from '../timeline/cause.ts';
import {version} from '../version.ts';
import type {ResponseDiagnosis, SeenResponse} from './response-diagnosis.ts';
import {edgeMakers} from './responses/edge-makers.ts';
import {gatewayMakers} from './responses/gateway-makers.ts';

export function diagnoseResponse(response: SeenResponse, url: string | null): ResponseDiagnosis {
	// What stands in front first.
	const seen = [...edgeMakers, ...gatewayMakers].flatMap((maker) => {
		const made = maker.made(response);
		return made === null ? [] : [{maker, made}];
	});
	const {status, tookMs} = response;
	const about = {schemaVersion: 1, tool: {name: 'gatequake', version}, url, status, tookMs} as const;
	const behind = seen.filter(({made}) => made.kind === 'passed').map(({made}) => made.evidence.join(', '));
	const author = seen.find(({made}) => made.kind === 'own');
	if (author !== undefined && status >= 400) {
		const {causes, meaning, check, change} = author.maker.reason(response);
		return {
			...about,
			madeBy: {who: 'gateway', name: author.maker.name(response), confidence: author.made.confidence},
			causes,
			meaning,
			check,
			change,
			evidence: [...author.made.evidence, ...behind.map((words) => `passed on: ${words}`)],
		};
	}

	const [through] = seen;
	if (status < 500) {
		return {
			...about,
			madeBy: {who: 'unknown', name: null, confidence: 'possible'},
			causes: [],
			meaning:
				status < 400 ? 'no error: the request was answered' : 'the request was refused as it is, by the app or by a rule of the gateway',
			check: '',
			change: '',
			evidence: behind,
		};
	}

	return {
		...about,
		madeBy: {who: through === undefined ? 'unknown' : 'app', name: null, confidence: through === undefined ? 'possible' : 'likely'},
		causes: [],
		meaning:
			through === undefined
				? 'an error that is no known gateway’s own page: of the app, or a page of the gateway that was changed'
				: `an error that ${through.maker.name(response)} passed on: of the app itself, or a page of the gateway that was changed (error_page)`,
		check: 'The app’s own log at that time, and the same request to the app directly.',
		change: 'What the app’s log names.',
		evidence:
			behind.length > 0
				? behind
				: [...response.headers]
						.filter(([name]) => ['server', 'via', 'x-powered-by'].includes(name))
						.map(([name, value]) => `${name}: ${value}`),
	};
}

/** `code` is what connecting or reading ended with. */
export function diagnoseNoAnswer({code, tookMs}: {readonly code: string; readonly tookMs: number}, url: string): ResponseDiagnosis {
	const [cause, meaning, check] = noAnswers[code] ?? ['connection_terminated', `no answer came: ${code}`, 'The gateway’s own log.'];
	return {
		schemaVersion: 1,
		tool: {name: 'gatequake', version},
		url,
		status: null,
		tookMs,
		madeBy: {who: 'nobody', name: null, confidence: 'certain'},
		causes: [cause],
		meaning,
		check,
		change: 'This is between here and the gateway: what stands behind it was not asked.',
		evidence: [code],
	};
}

const noAnswers: Readonly<Record<string, readonly [Cause, string, string]>> = {
	ECONNREFUSED: [
		'connection_refused',
		'nothing listens at the gateway’s address, or connecting was refused',
		'Is the gateway running (ss -ltn)?',
	],
	ECONNRESET: [
		'connection_terminated',
		'the gateway closed the connection without an answer',
		'Is it being restarted, or did a worker die (its log)? Does the port speak TLS?',
	],
	TIMEOUT: [
		'http_response_timeout',
		'no answer came in time',
		'Does anything drop packets; has the gateway a time-out at all (`gatequake lint`)?',
	],
	EHOSTUNREACH: ['destination_ip_unroutable', 'no route leads to the gateway', 'The address, and the routes from here.'],
	ENETUNREACH: ['destination_ip_unroutable', 'no route leads to the gateway', 'The address, and the routes from here.'],
	EPROTO: ['tls_protocol_error', 'the TLS handshake with the gateway failed', 'Does the port speak TLS: http:// instead of https://?'],
};
