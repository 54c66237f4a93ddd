// The app pads its answers' header section, and a bisection driven by what clients see narrows down, to the byte, the size at which
// the gateway stops passing them on.
import {number, required, string} from '../expectations/options.ts';
import type {Instant} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Fault, FaultContext} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';
import {journalWitness} from './witness.ts';

export interface HugeHeadersOptions {
	/** Smallest size tried: it must pass. Bytes of the whole header section, status line and blank line included. */
	readonly fromBytes: number;
	/** Largest size tried: it must not pass. */
	readonly toBytes: number;
	/** Default `app1`. */
	readonly upstream?: string;
}

/**
 * The app pads its headers, bisecting the gateway's limit.
 * @example hugeHeaders({fromBytes: 2048, toBytes: 16_384})
 */
export function hugeHeaders(options: HugeHeadersOptions): Fault {
	const {fromBytes, toBytes, upstream = 'app1'} = options;
	const size = required(number({min: 512, max: 1_048_576, integer: true}));
	return makeFault({
		kind: 'huge-headers',
		options: {...options, upstream},
		checkers: {
			fromBytes: size,
			toBytes: size,
			upstream: string,
		},
		describe: `header sections of ${fromBytes} to ${toBytes} bytes from ${upstream}, bisected`,
		effect: {withinMs: 100, goneWithinMs: 200},
		upstreams: [upstream],
		needs: 'headers',
		check: () =>
			fromBytes >= toBytes ? [{path: 'fault.toBytes', message: `must be above fromBytes, which is ${fromBytes}, not ${toBytes}`}] : [],
		async inject(context) {
			const target = targetUpstream(context.topology, upstream);
			const ended = new AbortController();
			const pad = async (headerBytes: number) => await target.behave({behaviour: {do: 'headers', headerBytes}, share: 1, methods: null});
			const effective = await pad(toBytes);
			const bisection = bisect({fromBytes, toBytes, pad, context, signal: AbortSignal.any([ended.signal, context.signal])});
			// Awaited in clear(); until then a failure must not count as unhandled.
			bisection.catch(() => {});
			return armed({
				effective,
				evidence: `${upstream} said that it pads its headers from now on`,
				async clear() {
					ended.abort();
					const outcome = await bisection.then(
						() => '',
						(error: unknown) => `; the bisection ended with: ${error instanceof Error ? error.message : String(error)}`,
					);
					return {...(await target.behave(null)), evidence: `${upstream} said that it answers normally again${outcome}`};
				},
				witness: journalWitness([upstream], ['headers'], 'answers with padded headers'),
			});
		},
	});
}

interface Bisection {
	readonly fromBytes: number;
	readonly toBytes: number;
	readonly pad: (headerBytes: number) => Promise<Instant>;
	readonly context: FaultContext;
	readonly signal: AbortSignal;
}

/** Halves the range until the two sides are one byte apart, then shows the two sides again and again until the fault is cleared. */
async function bisect({fromBytes, toBytes, pad, context, signal}: Bisection): Promise<void> {
	let passes = fromBytes;
	let fails = toBytes;
	let next = fromBytes;
	while (!signal.aborted) {
		const since = await pad(next);
		// The instant is the middle of a round trip: requests before its end may still have met the size before.
		const passed = await passedOn(context, since.atMs + since.uncertaintyMs, signal);
		if (passed === null) {
			return;
		}

		if (passed) {
			passes = Math.max(passes, next);
		} else {
			fails = Math.min(fails, next);
		}

		next = fails - passes > 1 ? Math.floor((passes + fails) / 2) : next === passes ? fails : passes;
	}
}

const enough = 2;

/** Whether the gateway passed the app's headers on for requests due after an instant. Null when the fault was cleared meanwhile. */
async function passedOn(context: FaultContext, sinceMs: number, signal: AbortSignal): Promise<boolean | null> {
	while (!signal.aborted) {
		const ended = context.recentSamples().filter(({dueAtMs}) => dueAtMs > sinceMs + 5);
		if (ended.length >= enough) {
			return ended.slice(0, enough).every(({upstream}) => upstream > 0);
		}

		await context.pause(20);
	}

	return null;
}
