// A response as it was saved, by `curl -i` say: status line, headers, blank line, body. Of several behind one another (redirects, 100, a
// proxy's own) the last one counts.
import {GatequakeError} from '../error.ts';
import type {SeenResponse} from './response-diagnosis.ts';

/** @throws GatequakeError `NO_RESPONSE` where the text does not begin as a response does. */
export function parseResponse(text: string): SeenResponse {
	const [head = '', ...rest] = text.split(/\r?\n\r?\n/);
	const [statusLine = '', ...lines] = head.split(/\r?\n/);
	const status = /^HTTP\/[\d.]+ (\d{3})\b/.exec(statusLine)?.[1];
	if (status === undefined) {
		throw new GatequakeError(`expected a response that begins with HTTP/1.1 and a status, and \`${statusLine.slice(0, 60)}\` came`, {
			code: 'NO_RESPONSE',
			exitCode: 2,
			hint: 'curl -si URL > FILE saves one, with its headers',
		});
	}

	const body = text.slice(head.length).replace(/^\r?\n\r?\n/, '');
	if (rest.length > 0 && /^HTTP\/[\d.]+ \d{3}\b/.test(body)) return parseResponse(body);
	const headers = new Map<string, string>();
	for (const line of lines) {
		const colon = line.indexOf(':');
		if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
	}

	return {status: Number(status), headers, body, tookMs: null};
}
