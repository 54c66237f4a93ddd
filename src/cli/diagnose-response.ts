// `gatequake diagnose --url` and `--response`: what one answer alone tells of who made an error, and why.
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {GatequakeError} from '../error.ts';
import {diagnoseNoAnswer, diagnoseResponse} from '../diagnosis/diagnose-response.ts';
import {parseResponse} from '../diagnosis/parse-response.ts';
import type {ResponseDiagnosis} from '../diagnosis/response-diagnosis.ts';
import type {Flag, ReadArguments} from './arguments.ts';
import {askTarget} from './ask-target.ts';

export const responseFlags: Readonly<Record<string, Flag>> = {
	url: {
		value: 'URL',
		help: 'asks it once (GET), and says what the answer alone tells; this machine and private addresses only',
		check: (value) => (URL.canParse(value) && /^https?:/.test(value) ? null : 'must be a URL such as http://localhost:8080/'),
	},
	'allow-target': {value: 'HOST', help: 'a host of --url whose address is public; may be repeated', repeatable: true},
	response: {value: 'FILE', help: 'the same for an answer that was saved: curl -si URL > FILE; - is standard input'},
};

/** Longer than the time-outs of most gateways, a minute. */
const timeoutMs = 75_000;

export async function diagnoseAnswer(
	{flags: given}: ReadArguments,
	{cwd, signal}: {readonly cwd: string; readonly signal: AbortSignal},
): Promise<ResponseDiagnosis> {
	const others = [...given.keys()].filter((name) => !Object.hasOwn(responseFlags, name) && !['json', 'html'].includes(name));
	const [url, file] = [given.get('url')?.[0], given.get('response')?.[0]];
	if (others.length > 0 || (url !== undefined && file !== undefined)) {
		throw new GatequakeError(`expected --url or --response alone, and --${others[0] ?? 'response'} came with it`, {
			code: 'BAD_ARGUMENTS',
			exitCode: 2,
			hint: 'gatequake diagnose --url http://localhost:8080/',
		});
	}

	if (url === undefined) {
		return diagnoseResponse(parseResponse(await savedResponse(file ?? '-', cwd)), null);
	}

	const answer = await askTarget({url: new URL(url), allowed: given.get('allow-target') ?? [], timeoutMs, signal});
	return 'code' in answer ? diagnoseNoAnswer(answer, url) : diagnoseResponse(answer, url);
}

async function savedResponse(file: string, cwd: string): Promise<string> {
	if (file === '-') {
		return await text(process.stdin);
	}

	try {
		return await readFile(path.resolve(cwd, file), 'utf8');
	} catch (error) {
		throw new GatequakeError(`expected a response in ${file}, and it cannot be read`, {
			code: 'NO_FILE',
			exitCode: 2,
			cause: error,
			hint: 'curl -si URL > FILE saves one, with its headers',
		});
	}
}
