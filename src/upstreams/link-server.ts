// Orders to a Toxiproxy through its own client. Every call has a deadline, which that client does not give, and every change is read back,
// because the server takes attributes that it does not know without a word.
import {isDeepStrictEqual} from 'node:util';
import {Toxiproxy} from 'toxiproxy-node-client';
import {monoMs} from './mono-clock.ts';
import type {ChangedLinks, LinkChange, LinkRoute, LinkToxic, OpenedLinks} from './upstream.ts';

const defaultAddress = 'http://127.0.0.1:8474';
/** The server starts beside its helper. */
const startMs = 10_000;
/** An order takes some ms; a toxic is taken back only when every connection has left it. */
const defaultCallMs = 4000;

export class LinkServer {
	readonly #client: Toxiproxy;
	readonly #callMs: number;

	/** `callMs`: deadline of each call. */
	constructor(address: string = defaultAddress, callMs: number = defaultCallMs) {
		this.#client = new Toxiproxy(address);
		this.#callMs = callMs;
	}

	async open(links: readonly LinkRoute[]): Promise<OpenedLinks> {
		const version = await this.#waitForServer();
		for (const {name, port, to} of links) {
			await within(this.#client.createProxy({name, listen: `0.0.0.0:${port}`, upstream: to}), this.#callMs, `make the link ${name}`);
		}

		// Tried before the load: the first calls of a program take its processor ten times as long as later ones.
		const names = links.map(({name}) => name);
		for (const change of [...rehearsal, {do: 'close'} as const, {do: 'open'} as const]) {
			await this.change(names, change);
		}

		return {version};
	}

	/** All links side by side. Rejects where one of them says something else when it is read back. */
	async change(names: readonly string[], change: LinkChange): Promise<ChangedLinks> {
		const before = await this.#read(names);
		// What has to be asked first is no part of the change: it would make its instant less certain.
		const prepared = await Promise.all(before.map(async (link) => await this.#prepare(link, change)));
		const fromMonoMs = monoMs();
		await Promise.all(prepared.map(async (apply) => await apply()));
		const toMonoMs = monoMs();
		for (const link of await this.#read(names)) {
			if (!isSo(link, change)) {
				const {name, enabled, toxics} = link;
				throw new Error(
					`the link ${name} was told to ${JSON.stringify(change)}, and the server says ${JSON.stringify({enabled, toxics})} of it`,
				);
			}
		}

		return {fromMonoMs, toMonoMs};
	}

	async #waitForServer(): Promise<string> {
		const untilMs = monoMs() + startMs;
		for (;;) {
			try {
				return versionIn(await within(this.#client.getVersion(), this.#callMs, 'say its version'));
			} catch (error) {
				if (monoMs() > untilMs) {
					throw new Error(`waited ${startMs} ms for Toxiproxy to answer: ${error instanceof Error ? error.message : String(error)}`, {
						cause: error,
					});
				}
			}

			await new Promise((resolve) => {
				setTimeout(resolve, 20);
			});
		}
	}

	async #read(names: readonly string[]): Promise<readonly ReadLink[]> {
		const {host} = this.#client;
		const {data} = await within(
			this.#client.getApi().get<Readonly<Record<string, ReadLink>>>(`${host}/proxies`),
			this.#callMs,
			'list its links',
		);
		return names.map((name) => {
			const link = data[name];
			if (link === undefined) {
				throw new Error(`expected a link ${name}, there are ${Object.keys(data).join(', ') || 'none'}`);
			}

			return link;
		});
	}

	/** Gives the one call that makes the change. */
	async #prepare(link: ReadLink, change: LinkChange): Promise<() => Promise<unknown>> {
		const {name, listen, upstream} = link;
		const proxy = await within(this.#client.get(name), this.#callMs, `find the link ${name}`);
		if ('toxic' in change) {
			const toxic = {...change.toxic, name: nameOf(change.toxic)};
			if (change.do === 'add') {
				return async () => await within(proxy.addToxic(toxic), this.#callMs, `add the toxic ${toxic.name} to the link ${name}`);
			}

			if (!link.toxics.some((present) => present.name === toxic.name)) {
				return nothing;
			}

			const present = await within(proxy.getToxic(toxic.name), this.#callMs, `find the toxic ${toxic.name} of the link ${name}`);
			return async () => {
				await within(present.remove(), this.#callMs, `remove the toxic ${toxic.name} of the link ${name}`);
			};
		}

		const enabled = change.do === 'open';
		if (link.enabled !== enabled) {
			return async () => await within(proxy.update({enabled, listen, upstream}), this.#callMs, `${change.do} the link ${name}`);
		}

		if (!enabled) {
			// Who opens it again would do so for both.
			throw new Error(`the link ${name} is closed already`);
		}

		return nothing;
	}
}

async function nothing(): Promise<void> {}

const rehearsal = [1, 2, 3, 4, 5].flatMap((latency): readonly LinkChange[] => {
	const toxic = {type: 'latency', stream: 'downstream', toxicity: 0.5, attributes: {latency, jitter: 0}} as const;
	return [
		{do: 'add', toxic},
		{do: 'remove', toxic},
	];
});

/** As the server tells it. */
interface ReadLink {
	readonly name: string;
	readonly listen: string;
	readonly upstream: string;
	readonly enabled: boolean;
	readonly toxics: readonly (LinkToxic & {readonly name: string})[];
}

/** The name that Toxiproxy itself would give it. */
function nameOf({type, stream}: LinkToxic): string {
	return `${type}_${stream}`;
}

function isSo({enabled, toxics}: ReadLink, change: LinkChange): boolean {
	if ('toxic' in change) {
		const {toxic} = change;
		const found = toxics.filter(({name}) => name === nameOf(toxic));
		return isDeepStrictEqual(found.map(comparable), (change.do === 'add' ? [toxic] : []).map(comparable));
	}

	return enabled === (change.do === 'open');
}

/** Without the name; the server keeps shares as 32-bit numbers. */
function comparable({type, stream, toxicity, attributes}: LinkToxic): LinkToxic {
	return {type, stream, toxicity: Math.fround(toxicity), attributes: {...attributes}};
}

/** `2.12.0`, or as JSON in newer ones. */
function versionIn(text: string): string {
	return /\d+(?:\.\d+)+/.exec(text)?.[0] ?? text.trim();
}

async function within<Value>(call: Promise<Value>, timeoutMs: number, what: string): Promise<Value> {
	const late = Promise.withResolvers<never>();
	const timer = setTimeout(() => {
		late.reject(new Error(`no answer within ${timeoutMs} ms`));
	}, timeoutMs);
	try {
		return await Promise.race([call, late.promise]);
	} catch (error) {
		throw new Error(`Toxiproxy was asked to ${what}: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
	} finally {
		clearTimeout(timer);
	}
}
