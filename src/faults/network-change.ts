// A change in a network namespace as data: how it is made, counted and taken back. Pure, so that it can be read and tested without a kernel.
import {isRecord} from '../expectations/options.ts';

/** A program for a network helper, with what it reads. */
export interface Order {
	readonly argv: readonly string[];
	readonly input?: string;
}

export interface NetworkChange {
	readonly make: Order;
	/** Prints the counters; asked before the change is taken back. */
	readonly count: Order;
	/** Harmless where the change is not there any more. */
	readonly takeBack: Order;
	/** Packets that met the change, by counter, from what `count` printed. */
	countersIn(printed: string): Readonly<Record<string, number>>;
}

/** nft's words for packets and for what becomes of them. */
export interface PacketRules {
	/** One rule each, without counter: `{match: 'tcp dport 8080', verdict: 'drop'}`. */
	readonly incoming?: PacketRule;
	readonly outgoing?: PacketRule;
}

export interface PacketRule {
	/** Packets of the loopback device are left alone unless it names one. */
	readonly match: string;
	readonly verdict: string;
}

const table = 'inet gatequake';
/** Before connection tracking and everything that others may have set up. */
const beforeAll = -300;
/** Where connections are known. */
export const afterTracking = 0;

/** nft takes a file over as a whole or not at all. */
export function packetRules(rules: PacketRules, priority = beforeAll): NetworkChange {
	const chains = Object.entries({
		incoming: {hook: 'input', device: 'iifname', rule: rules.incoming},
		outgoing: {hook: 'output', device: 'oifname', rule: rules.outgoing},
	}).flatMap(([name, {hook, device, rule}]) =>
		rule === undefined
			? []
			: [
					`add counter ${table} ${name}`,
					`add chain ${table} ${name} { type filter hook ${hook} priority ${priority}; policy accept; }`,
					[
						'add rule',
						table,
						name,
						rule.match.includes(device) ? '' : `${device} != "lo"`,
						rule.match,
						`counter name ${name}`,
						rule.verdict,
					]
						.filter(Boolean)
						.join(' '),
				],
	);
	return {
		make: {argv: ['nft', '-f', '-'], input: [`add table ${table}`, ...chains, ''].join('\n')},
		count: {argv: ['nft', '-j', 'list', 'table', ...table.split(' ')]},
		// What is added first is there to be deleted.
		takeBack: {argv: ['nft', '-f', '-'], input: `add table ${table}\ndelete table ${table}\n`},
		countersIn: (printed) =>
			Object.fromEntries(
				entriesOf(printed, 'nftables').flatMap(({counter}) =>
					isRecord(counter) && typeof counter['name'] === 'string' ? [[counter['name'], Number(counter['packets'])]] : [],
				),
			),
	};
}

/** The queue in front of the part's network device: what it sends passes through, what it gets does not. */
export function sendQueue(discipline: readonly [kind: string, ...words: string[]], counts: readonly string[]): NetworkChange {
	const device = ['dev', 'eth0', 'root'];
	return {
		make: {argv: ['tc', 'qdisc', 'replace', ...device, ...discipline]},
		count: {argv: ['tc', '-s', '-j', 'qdisc', 'show', 'dev', 'eth0']},
		// In place of whatever is there: the kernel's own, as the engine set it up.
		takeBack: {argv: ['tc', 'qdisc', 'replace', ...device, 'noqueue']},
		countersIn(printed) {
			const queue = entriesOf(`{"queues":${printed}}`, 'queues').find(({kind}) => kind === discipline[0]) ?? {};
			return Object.fromEntries(counts.map((name) => [name, Number(queue[name] ?? 0)]));
		},
	};
}

/** What the tool prints is its own matter: what is not there counts nothing. */
function entriesOf(printed: string, key: string): readonly Readonly<Record<string, unknown>>[] {
	const value: unknown = JSON.parse(printed);
	const entries = isRecord(value) ? value[key] : undefined;
	return Array.isArray(entries) ? entries.filter(isRecord) : [];
}
