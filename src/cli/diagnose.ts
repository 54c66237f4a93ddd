// `gatequake diagnose`: names the cause of 502, 503 and 504 from log files, of any gateway and of any size.
import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {GatequakeError, exitCodes} from '../error.ts';
import type {LogDiagnosis} from '../diagnosis/log-diagnosis.ts';
import {gatewayOwners} from '../diagnosis/log-owner.ts';
import type {LogOwner} from '../diagnosis/log-owner.ts';
import {LogReading} from '../diagnosis/log-reading.ts';
import {isConfigured} from '../diagnosis/with-settings.ts';
import type {ConfiguredGateway} from '../diagnosis/with-settings.ts';
import {renderContainerDiagnosis} from '../report/container-diagnosis-console.ts';
import {renderContainerDiagnosisHtml} from '../report/container-diagnosis-html.ts';
import {renderHostDiagnosis} from '../report/host-diagnosis-console.ts';
import {renderHostDiagnosisHtml} from '../report/host-diagnosis-html.ts';
import {renderLogDiagnosis} from '../report/log-diagnosis-console.ts';
import {renderLogDiagnosisHtml} from '../report/log-diagnosis-html.ts';
import {renderResponseDiagnosis} from '../report/response-diagnosis-console.ts';
import {renderResponseDiagnosisHtml} from '../report/response-diagnosis-html.ts';
import {renderRunDiagnosis} from '../report/run-diagnosis-console.ts';
import {renderRunDiagnosisHtml} from '../report/run-diagnosis-html.ts';
import {decideTerminal} from '../report/terminal.ts';
import {flagHelp, readArguments} from './arguments.ts';
import type {Flag, ReadArguments} from './arguments.ts';
import type {Command} from './command.ts';
import {containerFlags, diagnoseContainers} from './diagnose-containers.ts';
import {diagnoseThisHost, hostFlags} from './diagnose-host.ts';
import {diagnoseAnswer, responseFlags} from './diagnose-response.ts';
import {diagnoseSavedRun, savedRunFlags} from './diagnose-saved-run.ts';
import {filesNamed, openLog} from './open-log.ts';

const flags: Readonly<Record<string, Flag>> = {
	gateway: {
		value: 'NAME',
		help: `whose logs these are: ${gatewayOwners.join(', ')}`,
		check: (value) => (gatewayOwners.some((name) => name === value) ? null : `must be one of ${gatewayOwners.join(', ')}`),
	},
	'error-log': {
		value: 'FILE',
		help: 'the gateway’s error log, or its only log; may be repeated; a glob; - is standard input',
		repeatable: true,
	},
	'access-log': {value: 'FILE', help: 'the gateway’s access log; may be repeated', repeatable: true},
	'app-log': {value: 'FILE', help: 'log of PHP-FPM, uWSGI, Gunicorn, Puma, Tomcat or Node; may be repeated', repeatable: true},
	'kernel-log': {value: 'FILE', help: 'dmesg, dmesg -T or kern.log; may be repeated', repeatable: true},
	journal: {value: 'FILE', help: 'journalctl, as text or with -o json; may be repeated', repeatable: true},
	'engine-log': {value: 'FILE', help: 'docker events, or dockerd’s log; may be repeated', repeatable: true},
	config: {
		value: 'FILE',
		help: 'the config of nginx, HAProxy or Varnish, or what it prints of it (nginx -T, vcl.show -v, param.show): shows what it says of the directives to change',
	},
	since: {value: 'TIME', help: 'leave out what was before: 2026-11-21T08:00:00Z', check: timeProblem},
	until: {value: 'TIME', help: 'leave out what was after', check: timeProblem},
	'utc-offset': {
		value: '+HH:MM',
		help: 'of logs whose times name no zone, such as nginx’s error log (default +00:00)',
		check: (value) => (/^[+-]\d\d:\d\d$/.test(value) ? null : 'must be like +02:00'),
	},
	...responseFlags,
	...containerFlags,
	...hostFlags,
	...savedRunFlags,
	json: {help: 'write the diagnosis as JSON'},
	html: {value: 'FILE', help: 'write the diagnosis as one page, too'},
};

export const diagnoseCommand: Command = {
	summary: 'names the cause of a 502, 503 or 504 from log files, one answer, live containers, this machine, or a saved run',
	help: `Usage: gatequake diagnose --gateway NAME --error-log FILE [--access-log FILE] [flags]
       gatequake diagnose --url URL | --response FILE [--json] [--html FILE]
       gatequake diagnose --container GATEWAY [--container APP …] [--gateway NAME] [--upstream HOST:PORT …] [--json] [--html FILE]
       gatequake diagnose --host [--gateway NAME] [--upstream TARGET …] [--json] [--html FILE]
       gatequake diagnose --run FOLDER [--json] [--html FILE]

Reads logs of any size in constant memory, gzip and rotated files included, and says when, where and why requests failed: the causes
over time and per upstream, the lines that prove them, what to check and what to change. Exits 0 whatever it found. With --url or
--response it says what one answer alone tells: whose page it is, and what that may mean. With --container it walks the checklist on
live containers, with --host on this machine. With --run it names the causes of a saved run, from its evidence alone, and fills the checklist in.

${flagHelp(flags)}

Examples:
  gatequake diagnose --gateway nginx --error-log '/var/log/nginx/error.log*' --access-log /var/log/nginx/access.log
  journalctl -o json -u app | gatequake diagnose --gateway haproxy --error-log haproxy.log --journal - --json
  gatequake diagnose --url http://localhost:8080/
  gatequake diagnose --run reports/2026-11-21T10-00-00-abc/hang.nginx.default.1
`,
	async run({argv, cwd, env, stdout, signal}) {
		const given = readArguments(argv, flags, 'diagnose');
		const terminal = decideTerminal({env, isTty: stdout.isTTY, columns: stdout.columns});
		const isJson = given.flags.has('json');
		const file = given.flags.get('html')?.[0];
		/** The page first: what cannot be written is told before anything else is. */
		const tell = async <Found>(found: Found, toPage: (found: Found) => string, toText: (found: Found, wide: typeof terminal) => string) => {
			if (file !== undefined) await writeFile(path.resolve(cwd, file), toPage(found));
			stdout.write(isJson ? `${JSON.stringify(found, null, '\t')}\n` : toText(found, terminal));
			return exitCodes.pass;
		};
		if (given.flags.has('url') || given.flags.has('response')) {
			return await tell(await diagnoseAnswer(given, {cwd, signal}), renderResponseDiagnosisHtml, renderResponseDiagnosis);
		}

		if (given.flags.has('container')) {
			return await tell(await diagnoseContainers(given, signal), renderContainerDiagnosisHtml, renderContainerDiagnosis);
		}

		if (given.flags.has('host')) {
			return await tell(await diagnoseThisHost(given, signal), renderHostDiagnosisHtml, renderHostDiagnosis);
		}

		if (given.flags.has('run')) {
			return await tell(await diagnoseSavedRun(given, cwd), renderRunDiagnosisHtml, renderRunDiagnosis);
		}

		return await tell(await diagnoseFiles(given, {cwd, signal}), renderLogDiagnosisHtml, renderLogDiagnosis);
	},
};

interface Place {
	readonly cwd: string;
	readonly signal: AbortSignal;
}

async function diagnoseFiles(given: ReadArguments, {cwd, signal}: Place): Promise<LogDiagnosis> {
	const wanted = ownersAndNames(given);
	const reading = new LogReading({sinceMs: timeOf(given, 'since') ?? -Infinity, untilMs: timeOf(given, 'until') ?? Infinity});
	for (const [owner, named] of wanted) {
		for (const name of await filesNamed(named, cwd)) {
			signal.throwIfAborted();
			const {chunks, year} = await openLog(name);
			await reading.read({name, owner, chunks, year, zoneMinutes: zoneOf(given)});
		}
	}

	const config = given.flags.get('config')?.[0];
	if (config !== undefined) {
		reading.config(configured(given), await configText(path.resolve(cwd, config)));
	}

	return reading.diagnosis();
}

function configured({flags: given}: ReadArguments): ConfiguredGateway {
	const gateway = given.get('gateway')?.[0] ?? 'none';
	if (isConfigured(gateway)) return gateway;
	throw new GatequakeError(`expected --config with a config of nginx, HAProxy or Varnish, and the gateway is ${gateway}`, {
		code: 'BAD_ARGUMENTS',
		exitCode: 2,
		hint: 'the config of no other gateway is read so far: leave --config out',
	});
}

async function configText(file: string): Promise<string> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		throw new GatequakeError(`expected a config in ${file}, and it cannot be read`, {
			code: 'NO_FILE',
			exitCode: 2,
			cause: error,
			hint: 'nginx -T > FILE writes that of nginx',
		});
	}
}

function ownersAndNames({flags: given, words}: ReadArguments): readonly (readonly [LogOwner, string])[] {
	const gateway = gatewayOwners.find((name) => name === given.get('gateway')?.[0]);
	const ofGateway = [...(given.get('error-log') ?? []), ...(given.get('access-log') ?? [])];
	const machine = [
		['app-log', 'app'],
		['kernel-log', 'kernel'],
		['journal', 'journal'],
		['engine-log', 'engine'],
	] as const;
	const others = machine.flatMap(([flag, owner]) => (given.get(flag) ?? []).map((name): readonly [LogOwner, string] => [owner, name]));
	const problem =
		words.length > 0
			? `expected files behind flags, and \`${words[0]}\` came alone`
			: ofGateway.length > 0 && gateway === undefined
				? `expected --gateway with a gateway’s log: one of ${gatewayOwners.join(', ')}`
				: ofGateway.length + others.length === 0
					? 'expected at least one log, and none came'
					: null;
	if (problem !== null) {
		throw new GatequakeError(problem, {
			code: 'BAD_ARGUMENTS',
			exitCode: 2,
			hint: 'gatequake diagnose --gateway nginx --error-log FILE --access-log FILE',
		});
	}

	// Other logs first: they are small, and a wrong name among them is told at once.
	return [...others, ...(gateway === undefined ? [] : ofGateway.map((name): readonly [LogOwner, string] => [gateway, name]))];
}

function timeProblem(value: string): string | null {
	return Number.isNaN(Date.parse(value)) ? 'must be a time such as 2026-11-21T08:00:00Z' : null;
}

function timeOf({flags: given}: ReadArguments, name: string): number | null {
	const value = given.get(name)?.[0];
	return value === undefined ? null : Date.parse(value);
}

function zoneOf({flags: given}: ReadArguments): number {
	const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(given.get('utc-offset')?.[0] ?? '') ?? [];
	return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}
