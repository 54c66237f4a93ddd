// What network faults need of the kernel, how a helper tries it in its own namespace before the load, and what to do without it.
import {GatequakeError} from '../error.ts';
import type {KernelFeature} from '../scenario/plan.ts';

export interface KernelFeatureKind {
	/** In words: `packet rules (nf_tables)`. */
	readonly summary: string;
	/** Tried on the loopback device, or on a table of its own, and taken back at once. */
	readonly tries: readonly Order[];
	/** What to do where the kernel lacks it. */
	readonly instead: string;
}

/** A program for a helper to run, with what it reads. */
export interface Order {
	readonly argv: readonly string[];
	readonly input?: string;
}

const table = 'inet gatequake-try';

export const kernelFeatures: Readonly<Record<KernelFeature, KernelFeatureKind>> = {
	'packet-rules': {
		summary: 'packet rules (nf_tables with counters, reject and random numbers)',
		tries: [
			{
				argv: ['nft', '-f', '-'],
				input: [
					`add table ${table}`,
					`add counter ${table} met`,
					`add chain ${table} incoming { type filter hook input priority -150; policy accept; }`,
					`add rule ${table} incoming ip saddr 192.0.2.1 tcp flags & (syn | ack) == syn counter name met reject with tcp reset`,
					`add rule ${table} incoming ip saddr 192.0.2.1 counter name met reject with icmp host-unreachable`,
					`add rule ${table} incoming ip saddr 192.0.2.1 numgen random mod 1000000 < 1 counter name met drop`,
					`delete table ${table}`,
				].join('\n'),
			},
		],
		instead:
			'load the kernel module nf_tables on the engine host (`modprobe nf_tables nft_reject_inet nft_numgen`), or let the app misbehave: reset(), close(), hang()',
	},
	'connection-count': {
		summary: 'packet rules that count connections (nf_tables with connlimit)',
		tries: [
			{
				argv: ['nft', '-f', '-'],
				input: [
					`add table ${table}`,
					`add chain ${table} incoming { type filter hook input priority 0; policy accept; }`,
					`add rule ${table} incoming ip saddr 192.0.2.1 ct state new ct count over 1 drop`,
					`delete table ${table}`,
				].join('\n'),
			},
		],
		instead:
			"load the kernel module nft_connlimit on the engine host (`modprobe nft_connlimit`), or drop all new connections: drop({packets: 'syn'})",
	},
	'name-relay': {
		summary: 'packet rules that redirect (nf_tables with nat)',
		tries: [
			{
				argv: ['nft', '-f', '-'],
				input: [
					'add table ip gatequake-try',
					'add chain ip gatequake-try out { type nat hook output priority -110; }',
					'add rule ip gatequake-try out ip daddr 192.0.2.1 udp dport 53 udp sport != 1 redirect to :1',
					'delete table ip gatequake-try',
				].join('\n'),
			},
		],
		instead: 'load the kernel module nft_redir on the engine host (`modprobe nft_nat nft_redir`), or use dnsDead()',
	},
	'rate-limit': {
		summary: 'bandwidth limits (tc qdisc tbf)',
		tries: [
			{argv: ['tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'tbf', 'rate', '1mbit', 'burst', '16kb', 'latency', '50ms']},
			{argv: ['tc', 'qdisc', 'del', 'dev', 'lo', 'root']},
		],
		instead: 'load the kernel module sch_tbf on the engine host (`modprobe sch_tbf`), or let the app be slow: drip()',
	},
	delay: {
		summary: 'delay and jitter (tc qdisc netem)',
		tries: [
			{argv: ['tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'netem', 'delay', '1ms']},
			{argv: ['tc', 'qdisc', 'del', 'dev', 'lo', 'root']},
		],
		instead: 'load the kernel module sch_netem on the engine host (`modprobe sch_netem`), or let the app be slow: slowFirstByte({delayMs})',
	},
};

/** @throws GatequakeError `KERNEL_LACKS` or `NO_CAPABILITY` where an order fails; what went wrong is in the message. */
export async function tryKernel(features: readonly KernelFeature[], run: (order: Order) => Promise<unknown>): Promise<void> {
	for (const feature of features) {
		for (const order of kernelFeatures[feature].tries) {
			try {
				await run(order);
			} catch (error) {
				throw lacking(kernelFeatures[feature], error);
			}
		}
	}
}

function lacking({summary, instead}: KernelFeatureKind, cause: unknown): GatequakeError {
	const words = cause instanceof Error ? cause.message : String(cause);
	return /operation not permitted/i.test(words)
		? new GatequakeError(`the helper may not use ${summary}: ${words}`, {
				code: 'NO_CAPABILITY',
				hint: 'the engine must grant NET_ADMIN to containers, which rootless engines and some policies do not',
				cause,
			})
		: new GatequakeError(`this kernel offers no ${summary}: ${words}`, {code: 'KERNEL_LACKS', hint: instead, cause});
}
