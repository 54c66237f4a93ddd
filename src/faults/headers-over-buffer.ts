// The app's answers get a header section that is larger than what the gateway takes, for good: a deploy added a cookie. What ends it is
// the cure that guides name: the gateway's buffers are raised. The app goes on as it is.
import {number, required, string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {reconfigure} from './reconfigure.ts';
import {targetUpstream} from './target.ts';
import {journalWitness} from './witness.ts';

export interface HeadersOverBufferOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/** The header section from the fault on: above the gateway's `responseHeaderBytes`. */
	readonly headerBytes: number;
	/** The gateway's `responseHeaderBytes` from the end of the fault on: above `headerBytes`. */
	readonly raisedTo: number;
}

/**
 * The app's headers outgrow the gateway's buffer, until that is raised.
 * @example headersOverBuffer({headerBytes: 6000, raisedTo: 16_384})
 */
export function headersOverBuffer(options: HeadersOverBufferOptions): Fault {
	const {upstream = 'app1', headerBytes, raisedTo} = options;
	const bytes = required(number({min: 512, max: 1_048_576, integer: true}));
	return makeFault({
		kind: 'headers-over-buffer',
		options: {...options, upstream},
		checkers: {upstream: string, headerBytes: bytes, raisedTo: bytes},
		describe: `${upstream} answers with ${headerBytes} bytes of headers from now on, until the gateway is told to take ${raisedTo}`,
		effect: {withinMs: 100, goneWithinMs: 1000},
		upstreams: [upstream],
		needs: 'headers',
		check: ({gateway}) =>
			headerBytes > gateway.options.responseHeaderBytes && raisedTo > headerBytes
				? []
				: [
						{
							path: 'fault',
							message: `headers-over-buffer needs responseHeaderBytes (${gateway.options.responseHeaderBytes}) < headerBytes (${headerBytes}) < raisedTo (${raisedTo})`,
						},
					],
		async inject(context) {
			const target = targetUpstream(context.topology, upstream);
			const effective = await target.behave({behaviour: {do: 'headers', headerBytes}, share: 1, methods: null});
			return armed({
				effective,
				evidence: `${upstream} said that it pads its headers from now on`,
				async clear() {
					const change = {options: {responseHeaderBytes: raisedTo}};
					const cleared = await reconfigure(context, change, {is: ({good}) => good, words: 'a good answer'});
					return {...cleared, evidence: `a client got the first good answer of the gateway that takes ${raisedTo} bytes`};
				},
				witness: journalWitness([upstream], ['headers'], 'answers with the large header section'),
			});
		},
	});
}
