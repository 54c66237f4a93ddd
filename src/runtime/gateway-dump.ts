// The config that a gateway on this machine runs with, as it tells it itself: printed by its own program with the arguments that it was
// started with, or asked of its interface for administrators on the loopback device. Nothing is changed, and a port is asked for its config
// only where the gateway's own files or arguments call it such an interface.
import {once} from 'node:events';
import {existsSync, readFileSync, readdirSync, readlinkSync} from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import type {HostFacts} from './host-facts.ts';
import type {HostTable} from './host-processes.ts';

type GatewayProcess = HostTable['processes'][number];
/** Null where there is no such command, or it says no. */
export type Printed = (command: string, args: readonly string[], options?: PrintOptions) => Promise<string | null>;

export interface PrintOptions {
	readonly env?: Readonly<Record<string, string>>;
	/** What it has printed counts, whatever it ends with. */
	readonly mayFail?: boolean;
}

type Dump = HostFacts['config'];

interface Asked {
	readonly main: GatewayProcess;
	/** Of the process, its name left out. */
	readonly args: readonly string[];
	readonly program: string;
	readonly run: Printed;
	readonly notSeen: string[];
}

/** Null where the gateway tells none; why is noted. */
export async function gatewayDump(
	gateway: string,
	{processes}: HostTable,
	{run, notSeen}: {readonly run: Printed; readonly notSeen: string[]},
): Promise<Dump> {
	const own = processes.filter(({isGateway}) => isGateway);
	const main = own.find(({command}) => command.includes('master process')) ?? own[0];
	const dump = dumps[gateway];
	if (main === undefined || dump === undefined) return null;
	const args = readText(`/proc/${main.pid}/cmdline`)?.split('\0').slice(1, -1) ?? [];
	const program = main.executable?.replace(/ \(deleted\)$/, '') ?? main.name;
	return await dump({main, args, program, run, notSeen});
}

const dumps: Readonly<Record<string, (asked: Asked) => Promise<Dump>>> = {
	nginx: nginxDump,
	haproxy: haproxyDump,
	httpd: httpdDump,
	caddy: caddyDump,
	envoy: envoyDump,
	traefik: traefikDump,
	varnish: varnishDump,
};

/** With the file and the folder that its master was started with; the title of the process has replaced its arguments. */
async function nginxDump({main, program, run}: Asked): Promise<Dump> {
	const given = ['-c', '-p', '-e'].flatMap((flag) => {
		const value = new RegExp(` ${flag} (\\S+)`).exec(main.command)?.[1];
		return value === undefined ? [] : [flag, value];
	});
	return await printedBy(run, program, [...given, '-T', '-q']);
}

async function haproxyDump({main, args, program, run}: Asked): Promise<Dump> {
	const files = valuesOf(args, '-f').flatMap((file) => ['-f', atHomeOf(main, file)]);
	// HAProxy 3.2 prints it, and then says that it would not start.
	const options = {env: environmentOf(main), mayFail: true};
	return files.length === 0 ? null : await printedBy(run, program, ['-c', '-dC', ...files], options);
}

/** Its own module prints it, which is loaded for that: into the program that prints, and not into the one that serves. */
async function httpdDump({main, args, program, run, notSeen}: Asked): Promise<Dump> {
	const folder = /\s(\/\S+)\/mod_\w+\.so$/m.exec(readText(`/proc/${main.pid}/maps`) ?? '')?.[1];
	const module = path.join(folder ?? '/usr/lib/apache2/modules', 'mod_info.so');
	if (!existsSync(module)) {
		notSeen.push(`httpd: ${module}, which prints its config, is not there`);
		return null;
	}

	// Not whether to serve, or how: `-k start`, `-X`.
	const given = args.filter((arg, index) => !['-k', '-X'].includes(arg) && args[index - 1] !== '-k');
	const loaded = ['-C', `LoadModule info_module ${module}`];
	return await printedBy(run, program, [...given, ...loaded, '-t', '-D', 'DUMP_CONFIG'], {env: environmentOf(main)});
}

/** What it runs with, by its interface; else what its file would be to it. */
async function caddyDump({main, args, program, run, notSeen}: Asked): Promise<Dump> {
	const told = await askedAt('127.0.0.1:2019', '/config/', notSeen);
	if (told !== null) return told;
	const [file] = [...valuesOf(args, '--config'), ...valuesOf(args, '-config')];
	const adapter = valuesOf(args, '--adapter').flatMap((name) => ['--adapter', name]);
	return file === undefined
		? null
		: await printedBy(run, program, ['adapt', '--config', atHomeOf(main, file), ...adapter], {env: environmentOf(main)});
}

async function envoyDump({main, args, notSeen}: Asked): Promise<Dump> {
	const [file] = [...valuesOf(args, '-c'), ...valuesOf(args, '--config-path')];
	const text = [valuesOf(args, '--config-yaml')[0], file === undefined ? null : readNoted(atHomeOf(main, file), notSeen)].join('\n');
	const port = /\badmin["']?:[\s\S]{0,400}?port_value["']?:\s*(\d+)/.exec(text)?.[1];
	if (port === undefined) {
		notSeen.push('envoy: its bootstrap names no interface for administrators');
		return null;
	}

	return await askedAt(`127.0.0.1:${port}`, '/config_dump?include_eds', notSeen);
}

/** Its static file and the files that this leads to; what other providers say is not in any file. */
async function traefikDump({main, args, notSeen}: Asked): Promise<Dump> {
	const given = args.find((arg) => /^--configfile=/i.test(arg))?.replace(/^[^=]+=/, '') ?? valuesOf(args, '--configFile')[0];
	const usual = ['yml', 'yaml', 'toml'].map((end) => `/etc/traefik/traefik.${end}`);
	const file = given === undefined ? usual.find((name) => existsSync(name)) : atHomeOf(main, given);
	const fixed = [...args.map((arg) => arg.replace(/^--/, '')), file === undefined ? '' : readNoted(file, notSeen)].join('\n');
	const led = [...fixed.matchAll(/\b(?:filename|directory)["']?\s*[:=]\s*["']?([^"'\s]+)/gi)].flatMap(([, name = '']) =>
		filesIn(atHomeOf(main, name)),
	);
	if (file === undefined && led.length === 0) {
		notSeen.push('traefik: no file of its config is named in its arguments, and none stands where it looks');
		return null;
	}

	const texts = led.map((name) => readNoted(name, notSeen));
	return {command: ['the files', ...(file === undefined ? [] : [file]), ...led].join(' '), text: [fixed, ...texts].join('\n')};
}

async function varnishDump({args, run}: Asked): Promise<Dump> {
	const folder = valuesOf(args, '-n').flatMap((name) => ['-n', name]);
	const list = await run('varnishadm', [...folder, 'vcl.list']);
	const name = /^active\s.*?(\S+)(?:\s+\([^)]*\))?\s*$/m.exec(list ?? '')?.[1];
	if (name === undefined) return null;
	const shown = await printedBy(run, 'varnishadm', [...folder, 'vcl.show', '-v', name]);
	const parameters = await run('varnishadm', [...folder, 'param.show']);
	return shown === null ? null : {...shown, text: [shown.text, parameters ?? ''].join('\n')};
}

async function printedBy(run: Printed, command: string, args: readonly string[], options?: PrintOptions): Promise<Dump> {
	const text = await run(command, args, options);
	return text === null ? null : {command: [command, ...args].join(' '), text};
}

const askMs = 3000;

async function askedAt(place: string, what: string, notSeen: string[]): Promise<Dump> {
	const url = `http://${place}${what}`;
	try {
		const {status, text} = await got(url);
		if (status === 200) return {command: `GET ${url}`, text};
		notSeen.push(`${url}: ${status}`);
	} catch {
		notSeen.push(`${url}: does not answer`);
	}

	return null;
}

/** Not by `fetch`, whose headers are a browser's: Caddy's interface refuses those. */
async function got(url: string): Promise<{readonly status: number; readonly text: string}> {
	const [response] = await once(http.get(url, {signal: AbortSignal.timeout(askMs), agent: false}), 'response');
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk);
	return {status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString()};
}

/** `-f a -f b`, `--config=a` */
function valuesOf(args: readonly string[], flag: string): readonly string[] {
	return args.flatMap((arg, index) => {
		if (arg.startsWith(`${flag}=`)) return [arg.slice(flag.length + 1)];
		const next = args[index + 1];
		return arg === flag && next !== undefined ? [next] : [];
	});
}

/** From the folder in which the process runs. */
function atHomeOf({pid}: GatewayProcess, file: string): string {
	try {
		return path.resolve(readlinkSync(`/proc/${pid}/cwd`), file);
	} catch {
		return file;
	}
}

/** Its config may name variables. */
function environmentOf({pid}: GatewayProcess): Readonly<Record<string, string>> {
	const pairs = (readText(`/proc/${pid}/environ`) ?? '').split('\0').map((pair) => /^([^=]+)=(.*)$/s.exec(pair));
	return Object.fromEntries(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? '', pair[2] ?? '']])));
}

function filesIn(place: string): readonly string[] {
	try {
		return readdirSync(place, {withFileTypes: true})
			.filter((entry) => entry.isFile() && /\.(?:ya?ml|toml)$/.test(entry.name))
			.map(({name}) => path.join(place, name));
	} catch {
		return [place];
	}
}

function readNoted(file: string, notSeen: string[]): string {
	const text = readText(file);
	if (text === null) notSeen.push(`${file}: cannot be read`);
	return text ?? '';
}

function readText(file: string): string | null {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return null;
	}
}
