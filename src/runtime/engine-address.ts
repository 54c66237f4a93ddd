// Where the container engine may listen, in the order in which the docker command looks: DOCKER_HOST, the current context, the default
// sockets. The first two are the user's own word and stand alone; only default sockets are tried one after the other.
import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import type {DockerOptions} from 'dockerode';
import {GatequakeError} from '../error.ts';

export interface EngineAddress {
	/** `unix:///var/run/docker.sock`, `tcp://build:2376`, `ssh://user@host`. */
	readonly url: string;
	/** Who said so, for messages: `DOCKER_HOST`, `docker context "ci"`, `default socket`. */
	readonly from: string;
	/** Folder with ca.pem, cert.pem and key.pem; null without TLS. */
	readonly certificates: string | null;
}

export function engineAddresses(env: NodeJS.ProcessEnv = process.env, home: string = homedir()): readonly EngineAddress[] {
	const hostUrl = env['DOCKER_HOST'];
	if (hostUrl) {
		const tls = env['DOCKER_TLS_VERIFY'] || env['DOCKER_CERT_PATH'] ? (env['DOCKER_CERT_PATH'] ?? path.join(home, '.docker')) : null;
		return [{url: hostUrl, from: 'DOCKER_HOST', certificates: tls}];
	}
	const folder = env['DOCKER_CONFIG'] || path.join(home, '.docker');
	const context = env['DOCKER_CONTEXT'] || currentContext(folder);
	if (context !== 'default') return [contextAddress(folder, context)];
	const runtimeFolder = env['XDG_RUNTIME_DIR'];
	const sockets = ['/var/run/docker.sock', ...(runtimeFolder ? [`${runtimeFolder}/docker.sock`] : []), `${home}/.docker/run/docker.sock`];
	return sockets.map((socket) => ({url: `unix://${socket}`, from: 'default socket', certificates: null}));
}

/** What dockerode wants to hear of an address. It would read DOCKER_HOST by itself, so every field that matters is given. */
export function dockerOptions(address: EngineAddress, env: NodeJS.ProcessEnv = process.env): DockerOptions {
	const text = address.url.includes('://') ? address.url : `tcp://${address.url}`;
	if (!URL.canParse(text)) throw unusable(address);
	const url = new URL(text);
	if (url.protocol === 'unix:') return {socketPath: decodeURIComponent(url.pathname)};
	if (url.protocol === 'npipe:') return {socketPath: text.slice('npipe://'.length)};
	if (url.protocol === 'ssh:') {
		const agent = env['SSH_AUTH_SOCK'];
		return {
			protocol: 'ssh',
			host: url.hostname,
			port: url.port || '22',
			...(url.username ? {username: decodeURIComponent(url.username)} : {}),
			...(agent ? {sshOptions: {agent}} : {}),
		};
	}
	if (!['tcp:', 'http:', 'https:'].includes(url.protocol) || !url.hostname) throw unusable(address);
	const tls = address.certificates !== null || url.protocol === 'https:';
	return {
		protocol: tls ? 'https' : 'http',
		host: url.hostname,
		port: url.port || (tls ? '2376' : '2375'),
		...certificates(address),
	};
}

function currentContext(folder: string): string {
	const file = path.join(folder, 'config.json');
	return (existsSync(file) ? textField(readJson(file), 'currentContext') : undefined) || 'default';
}

function contextAddress(folder: string, name: string): EngineAddress {
	const id = createHash('sha256').update(name).digest('hex');
	const file = path.join(folder, 'contexts', 'meta', id, 'meta.json');
	const endpoint = existsSync(file) ? field(field(readJson(file), 'Endpoints'), 'docker') : undefined;
	const url = textField(endpoint, 'Host');
	if (!url) {
		throw new GatequakeError(`expected docker context "${name}" to have an engine address in ${file}, found none`, {
			code: 'NO_ENGINE',
			exitCode: 2,
			hint: 'choose another context (`docker context ls`, `docker context use NAME`) or set DOCKER_HOST',
		});
	}
	const tls = path.join(folder, 'contexts', 'tls', id, 'docker');
	return {
		url,
		from: `docker context "${name}"`,
		certificates: existsSync(tls) ? tls : null,
	};
}

function certificates(address: EngineAddress): DockerOptions {
	const folder = address.certificates;
	if (folder === null) return {};
	const read = (name: string): Buffer | undefined => {
		const file = path.join(folder, name);
		return existsSync(file) ? readFileSync(file) : undefined;
	};
	const [ca, cert, key] = [read('ca.pem'), read('cert.pem'), read('key.pem')];
	return {...(ca ? {ca} : {}), ...(cert ? {cert} : {}), ...(key ? {key} : {})};
}

function readJson(file: string): unknown {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		throw new GatequakeError(`expected JSON in ${file}, could not read it`, {code: 'NO_ENGINE', exitCode: 2, cause: error});
	}
}

function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textField(value: unknown, name: string): string | undefined {
	const found = field(value, name);
	return typeof found === 'string' ? found : undefined;
}

function unusable(address: EngineAddress): GatequakeError {
	return new GatequakeError(`expected an engine address like unix:///var/run/docker.sock, ${address.from} is "${address.url}"`, {
		code: 'NO_ENGINE',
		exitCode: 2,
		hint: 'write unix://PATH, tcp://HOST:PORT or ssh://USER@HOST',
	});
}
