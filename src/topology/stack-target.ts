// Where the load of a stack that is not ours goes: one address and one port, found out before anything is sent, and judged by the address
// and not by the name. What the scenario names of the stack itself is allowed by that; what lies outside needs a word of the caller.
import {lookup as lookUp} from 'node:dns/promises';
import {GatequakeError, exitCodes} from '../error.ts';
import {addressKind} from '../load/address-kind.ts';
import type {ForeignFacts} from '../runtime/runtime.ts';

/** What the caller allows load to go to beyond the stack itself. */
export interface Permission {
	/** `host` or `host:port`, as the URL has it. */
	readonly targets: readonly string[];
	/** Also where the address is a public one. */
	readonly publicAddresses: boolean;
}

export interface StackTarget {
	readonly address: string;
	readonly port: number;
	/** What requests name as their host. */
	readonly hostField: string;
	/** The engine's network on which it is reached; null where it is outside. */
	readonly network: string | null;
	/** How the URL became this address, as a sentence for people. */
	readonly because: string;
}

export interface TargetQuestion {
	readonly url: string;
	/** Null where it has no container here. */
	readonly gateway: ForeignFacts | null;
	/** More names of it on its networks: that of its service. */
	readonly names: readonly string[];
	readonly permission: Permission;
	/** Whether generators on other engines are to reach it, too. Default false. */
	readonly fromElsewhere?: boolean;
	readonly lookup?: (host: string) => Promise<string>;
}

/** @throws GatequakeError `TARGET_NOT_ALLOWED`, `TARGET_NOT_REACHED` or `NO_ADDRESS`; nothing was sent by then. */
export async function stackTarget(question: TargetQuestion): Promise<StackTarget> {
	const {gateway, permission} = question;
	const url = new URL(question.url);
	const host = url.hostname.replace(/^\[|\]$/g, '');
	const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
	const hostField = url.host;
	const named = gateway === null ? null : onItsNetwork(gateway, host, question.names);
	if (gateway !== null && named !== null) {
		if (question.fromElsewhere) throw onlyHere(question, `${host} is an address of this engine’s network ${named.network} alone`);
		return {...named, port, hostField, because: `${host} is ${gateway.name} on the network ${named.network}`};
	}

	const address = await (question.lookup ?? addressOf)(host);
	const kind = addressKind(address);
	const published = gateway?.published.find((binding) => binding.port === port);
	if (gateway !== null && kind === 'loopback' && published !== undefined) {
		if (question.fromElsewhere) throw onlyHere(question, `${host} is another machine for each of them`);
		const place = firstNetwork(gateway);
		const {inside} = published;
		return {...place, port: inside, hostField, because: `port ${port} of this machine leads to port ${inside} of ${gateway.name}`};
	}

	if (kind === 'loopback') throw notReached(question, host, port);
	const names = [host, address].flatMap((name) => [name, `${name}:${port}`, `[${name}]`, `[${name}]:${port}`]);
	const isNamed = permission.targets.some((target) => names.includes(target.toLowerCase()));
	const words = `${host} is ${address}, ${kind === 'private' ? 'a private address' : kind === 'public' ? 'a public address' : 'an address of a special kind'}`;
	if (kind !== 'private' && (!isNamed || (kind === 'public' && !permission.publicAddresses))) {
		throw new GatequakeError(`expected a target that load may go to, and ${words}; nothing was sent`, {
			code: 'TARGET_NOT_ALLOWED',
			exitCode: exitCodes.usage,
			hint: `if it is yours to load: --allow-target ${host.includes(':') ? `[${host}]` : host}:${port}${kind === 'public' ? ' --allow-public' : ''}`,
		});
	}

	if (question.fromElsewhere && kind !== 'private' && kind !== 'public') throw onlyHere(question, `${words}, which is no machine’s alone`);
	const network = gateway === null ? null : firstNetwork(gateway).network;
	return {address, port, hostField, network, because: words};
}

function onItsNetwork(
	{name, networks}: ForeignFacts,
	host: string,
	names: readonly string[],
): (Pick<StackTarget, 'address'> & {network: string}) | null {
	const found = networks.find(
		({address, aliases}) => address !== '' && (address === host || host === name || aliases.includes(host) || names.includes(host)),
	);
	return found === undefined ? null : {address: found.address, network: found.name};
}

function firstNetwork({name, networks, networkMode}: ForeignFacts): {readonly address: string; readonly network: string} {
	const first = networks.find(({address}) => address !== '');
	if (first === undefined) {
		throw new GatequakeError(`expected ${name} to have an address on a network of the engine, and it has none (network: ${networkMode})`, {
			code: 'NO_ADDRESS',
			exitCode: exitCodes.usage,
			hint: 'put it on a bridge network; a container in the network of the host, or of another container, cannot be joined',
		});
	}

	return {address: first.address, network: first.name};
}

function notReached({gateway, url}: TargetQuestion, host: string, port: number): GatequakeError {
	const ports = gateway?.published.map((binding) => binding.port) ?? [];
	const why =
		gateway === null
			? `${host} is this machine itself, which containers of the engine do not reach by that name`
			: `no published port ${port} leads to ${gateway.name}${ports.length === 0 ? ', which publishes none' : `, which publishes ${ports.join(', ')}`}`;
	return new GatequakeError(`expected ${url} to lead to the gateway, and ${why}`, {
		code: 'TARGET_NOT_REACHED',
		exitCode: exitCodes.usage,
		hint:
			gateway === null
				? 'write an address of this machine, or attach({gateway, url}) where it is a container'
				: `write its own name and port: http://${gateway.name}:${gateway.exposed[0] ?? 80}/`,
	});
}

/** The same address may be another server elsewhere, which nobody named. */
function onlyHere({url}: TargetQuestion, why: string): GatequakeError {
	return new GatequakeError(`expected ${url} to be reached from other engines, too, and ${why}; nothing was sent`, {
		code: 'GENERATOR_TARGET',
		exitCode: exitCodes.usage,
		hint: 'write the address that clients on other machines have for it, such as http://10.0.0.5:8080/; or leave --generator-engine out',
	});
}

async function addressOf(host: string): Promise<string> {
	try {
		return (await lookUp(host)).address;
	} catch (error) {
		throw new GatequakeError(`expected an address for ${host}, and it cannot be looked up`, {
			code: 'NO_ADDRESS',
			exitCode: exitCodes.usage,
			hint: `write an address, or the name of the gateway's container; \`getent hosts ${host}\` looks it up`,
			cause: error,
		});
	}
}
