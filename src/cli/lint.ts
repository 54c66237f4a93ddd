// `gatequake lint`: says what in a gateway's config makes a failure worse, and runs the scenarios that show it.
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {GatequakeError, exitCodes} from '../error.ts';
import {lintConfig} from '../diagnosis/lint-config.ts';
import type {ChainFacts, Severity} from '../diagnosis/config-lint.ts';
import {durationMs, sizeBytes} from '../diagnosis/config-duration.ts';
import {LogReading} from '../diagnosis/log-reading.ts';
import {linters} from '../diagnosis/lint-rules.ts';
import type {LintedGateway} from '../diagnosis/lint-rules.ts';
import {renderConfigLint} from '../report/config-lint-console.ts';
import {renderConfigLintHtml} from '../report/config-lint-html.ts';
import {decideTerminal} from '../report/terminal.ts';
import {flagHelp, readArguments} from './arguments.ts';
import type {Flag, ReadArguments} from './arguments.ts';
import type {Command} from './command.ts';
import {filesNamed, openLog} from './open-log.ts';
import {includedBeside, readConfig} from './read-config.ts';
import {run} from './run.ts';

const gateways: readonly LintedGateway[] = ['nginx', 'haproxy'];
const rules = [...new Set(gateways.flatMap((gateway) => linters[gateway].rules.map(({id}) => id)))].sort();

const duration = {value: 'TIME', check: (value: string) => (durationMs(value, 's') === null ? 'must be a time such as 60s' : null)};

const flags: Readonly<Record<string, Flag>> = {
	gateway: {
		value: 'NAME',
		help: `whose config it is: ${gateways.join(', ')}`,
		check: (value) => (gateways.some((name) => name === value) ? null : `must be one of ${gateways.join(', ')}`),
	},
	'front-timeout': {...duration, help: 'after which what stands in front (balancer, CDN, client) gives a request up: 60s'},
	'front-keepalive': {...duration, help: 'for which it keeps idle connections'},
	'app-timeout': {...duration, help: 'after which the app gives a request up itself'},
	'app-keepalive': {...duration, help: 'for which the app keeps idle connections'},
	'header-bytes': {
		value: 'SIZE',
		help: 'the largest header section of an answer: 5200, 8k',
		check: (value) => (sizeBytes(value) === null ? 'must be a size such as 5200 or 8k' : null),
	},
	'error-log': {
		value: 'FILE',
		help: 'nginx’s error log: whether it refused answers for the size of their headers; may be repeated; a glob',
		repeatable: true,
	},
	allow: {
		value: 'RULE',
		help: 'a rule that stays silent; may be repeated',
		repeatable: true,
		check: (value) => (rules.includes(value) ? null : `must be one of ${rules.join(', ')}`),
	},
	'fail-on': {
		value: 'SEVERITY',
		help: 'the least that makes the exit code 1: error, warning (default), note',
		check: (value) => (Object.hasOwn(failing, value) ? null : 'must be error, warning or note'),
	},
	run: {help: 'run the scenarios of the findings then, and exit as `gatequake run` does'},
	json: {help: 'write the findings as JSON'},
	html: {value: 'FILE', help: 'write the findings as one page, too'},
};

const failing: Readonly<Record<Severity, readonly Severity[]>> = {
	error: ['error'],
	warning: ['error', 'warning'],
	note: ['error', 'warning', 'note'],
};

export const lintCommand: Command = {
	summary: 'says what in a config of nginx or HAProxy makes a failure worse',
	help: `Usage: gatequake lint --gateway NAME FILE… [flags]

Reads a config (or what \`nginx -T\` prints; - is standard input) and says, with line and reason, what in it turns a failure into a larger
one, what to write instead, and which scenarios show it. Exits 1 where there is an error or a warning, 0 where there is none.

${flagHelp(flags)}

Examples:
  gatequake lint --gateway nginx /etc/nginx/nginx.conf --front-timeout 60s --app-keepalive 5s
  nginx -T | gatequake lint --gateway nginx - --json
`,
	async run(context) {
		const {argv, cwd, env, stdout} = context;
		const given = readArguments(argv, flags, 'lint');
		const gateway = gateways.find((name) => name === given.flags.get('gateway')?.[0]);
		if (gateway === undefined || given.words.length === 0) {
			throw new GatequakeError(`expected ${gateway === undefined ? `--gateway (${gateways.join(', ')})` : 'a config'}, and none came`, {
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
				hint: 'gatequake lint --gateway nginx /etc/nginx/nginx.conf',
			});
		}

		if (gateway !== 'nginx' && given.flags.has('error-log')) {
			throw new GatequakeError('expected --error-log with nginx, whose log names headers that do not fit, and the gateway is another', {
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
				hint: '--header-bytes SIZE says how large they are',
			});
		}

		if (given.flags.has('run') && given.flags.has('json')) {
			throw new GatequakeError('expected --run or --json, and both came', {
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
				hint: 'the JSON names the command that runs the scenarios, in `run`',
			});
		}

		const texts = await Promise.all(given.words.map((word) => readConfig(word, cwd)));
		const lint = lintConfig({
			gateway,
			texts,
			included: includedBeside(texts),
			chain: {...chainOf(given), headersRefused: await headersRefused(given, gateway, cwd)},
			allowed: given.flags.get('allow') ?? [],
		});
		const page = given.flags.get('html')?.[0];
		if (page !== undefined) await writeFile(path.resolve(cwd, page), renderConfigLintHtml(lint));
		stdout.write(
			given.flags.has('json')
				? `${JSON.stringify(lint, null, '\t')}\n`
				: renderConfigLint(lint, decideTerminal({env, isTty: stdout.isTTY, columns: stdout.columns})),
		);
		if (given.flags.has('run') && lint.run !== null) {
			return await run.run({...context, argv: lint.run.split(' ').slice(2)});
		}

		const least = severities.find((severity) => severity === given.flags.get('fail-on')?.[0]) ?? 'warning';
		return failing[least].some((severity) => lint.counts[severity] > 0) ? exitCodes.fail : exitCodes.pass;
	},
};

const severities: readonly Severity[] = ['error', 'warning', 'note'];

function chainOf({flags: given}: ReadArguments): Omit<ChainFacts, 'headersRefused'> {
	const time = (name: string) => durationMs(given.get(name)?.[0] ?? '', 's');
	return {
		frontTimeoutMs: time('front-timeout'),
		frontKeepaliveMs: time('front-keepalive'),
		appTimeoutMs: time('app-timeout'),
		appKeepaliveMs: time('app-keepalive'),
		headerBytes: sizeBytes(given.get('header-bytes')?.[0] ?? ''),
	};
}

/** Null where no log was given. */
async function headersRefused({flags: given}: ReadArguments, owner: LintedGateway, cwd: string): Promise<number | null> {
	const named = await Promise.all((given.get('error-log') ?? []).map(async (name) => await filesNamed(name, cwd)));
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	for (const name of named.flat()) {
		const {chunks, year} = await openLog(name);
		await reading.read({name, owner, chunks, year, zoneMinutes: 0});
	}

	const tooLarge = reading.diagnosis().causes.filter(({cause}) => cause === 'http_response_header_section_size');
	return named.length === 0 ? null : tooLarge.reduce((sum, {count}) => sum + count, 0);
}
