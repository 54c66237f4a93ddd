// Another service that gets the address of a part that has died: the engine gives the lowest free one to whoever comes next.
import {AsyncDisposableStack} from '@whatwg-node/disposablestack';
import {GatequakeError} from '../error.ts';
import type {ContainerSpec, RunningContainer, Runtime} from '../runtime/runtime.ts';

export interface OtherServiceParts {
	readonly runtime: Runtime;
	/** An image with Node. */
	readonly image: string;
	readonly network: string;
	/** Of the dead part. */
	readonly address: string;
	readonly port: number;
}

/** @throws GatequakeError `ADDRESS_NOT_TAKEN` where the engine gave it another address; it is gone then. */
export async function startOtherService({runtime, image, network, address, port}: OtherServiceParts): Promise<RunningContainer> {
	await using started = new AsyncDisposableStack();
	const container = started.use(await runtime.startContainer(otherServiceSpec(image, network, port)));
	if (container.address !== address) {
		throw new GatequakeError(`expected the engine to give the free address ${address} to another service, it gave ${container.address}`, {
			code: 'ADDRESS_NOT_TAKEN',
		});
	}

	started.move();
	return container;
}

const listening = 'listening';

function otherServiceSpec(image: string, network: string, port: number): ContainerSpec {
	const program = `require('node:http').createServer((request, response) => response.end('another service')).listen(${port}, () => console.log('${listening}'))`;
	return {
		part: 'other-service',
		image,
		command: ['node', '--eval', program],
		network: {name: network, aliases: []},
		control: true,
		async ready({control}) {
			const heard = Promise.withResolvers<void>();
			let said = '';
			control?.onData((chunk) => {
				said += chunk.toString();
				if (said.includes(listening)) {
					heard.resolve();
				}
			});
			await heard.promise;
		},
	};
}
