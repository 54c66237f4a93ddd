// Before anything is sent from another machine: the address must be the same thing there as here, and answer there as it does here.
import {BlockList, isIPv6} from 'node:net';
import {GatequakeError, exitCodes} from '../error.ts';
import type {LoadDriver} from '../load/driver.ts';
import type {LoadPlan} from '../scenario/plan.ts';
import type {OtherEngine} from '../runtime/runtime.ts';
import type {StackTarget} from './stack-target.ts';

/** An engine there may have a bridge of its own with that address: load would go to whoever is on it. @throws GatequakeError `GENERATOR_TARGET`. */
export async function checkSubnets({address, port}: StackTarget, others: readonly OtherEngine[]): Promise<void> {
	for (const other of others) {
		const within = (await other.subnets()).find(({subnet}) => holds(subnet, address));
		if (within === undefined) continue;
		throw new GatequakeError(
			`expected ${address}:${port} to be the same everywhere, and on ${other.name} it lies in ${within.subnet}, its own network ${within.network}; nothing was sent`,
			{
				code: 'GENERATOR_TARGET',
				exitCode: exitCodes.usage,
				hint: 'write a URL with an address that is nobody else’s there, or give that engine other addresses (bip and default-address-pools of dockerd)',
			},
		);
	}
}

/** One request from each. What the first one is told is the measure. @throws GatequakeError `GENERATOR_TARGET`, which names the machine. */
export async function checkReach(
	driver: Pick<LoadDriver, 'reach'>,
	{address, port, hostField}: StackTarget,
	{path, tls}: Pick<LoadPlan, 'path' | 'tls'>,
): Promise<void> {
	const [own, ...others] = await driver.reach({host: address, port, hostField, load: {path, tls}});
	// What does not answer even here is told by the baseline.
	if (own === undefined || 'failed' in own.reached) return;
	for (const {machine, reached} of others) {
		if (machine === null) continue;
		if ('failed' in reached) {
			throw unlike(machine, `expected ${address}:${port} to answer the generator on ${machine}, and it did not: ${reached.failed}`);
		}
		const [here, there] = [own.reached, reached];
		if (kindOf(here.status) === kindOf(there.status) && here.server === there.server) continue;
		throw unlike(
			machine,
			`expected ${address}:${port} to be the same from everywhere, and it answered ${words(here)} here and ${words(there)} to ${machine}`,
		);
	}
}

function unlike(machine: string, message: string): GatequakeError {
	return new GatequakeError(message, {
		code: 'GENERATOR_TARGET',
		exitCode: exitCodes.usage,
		hint: `look from there: a route, a firewall, or another server at that address; or leave --generator-engine ${machine} out`,
	});
}

function holds(subnet: string, address: string): boolean {
	const [network = '', bits = ''] = subnet.split('/');
	const [family, other] = [network, address].map((each) => (isIPv6(each) ? 'ipv6' : 'ipv4'));
	if (family === undefined || family !== other || bits === '') return false;
	const list = new BlockList();
	list.addSubnet(network, Number(bits), family);
	return list.check(address, family);
}

function kindOf(status: number): number {
	return Math.floor(status / 100);
}

function words({status, server}: {readonly status: number; readonly server: string}): string {
	return server === '' ? String(status) : `${status} (${server})`;
}
