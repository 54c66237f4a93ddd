// The name service of the gateway answers, and wrongly: that there is no such name, or so late that nobody waits for it.
import {number, oneOf} from '../expectations/options.ts';
import type {NameHabit} from '../upstreams/upstream.ts';
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {nameWitness, recordNames} from './name-witness.ts';
import {targetNetwork} from './target.ts';

export interface DnsAnswersOptions {
	/** `no-such-name`: NXDOMAIN at once. `slow`: the right answer, `delayMs` later. Default `no-such-name`. */
	readonly as?: 'no-such-name' | 'slow';
	/** Default 5000. */
	readonly delayMs?: number;
}

/**
 * The name service of the gateway knows no name, or answers late.
 * @example dnsAnswers({as: 'no-such-name'})
 */
export function dnsAnswers(options: DnsAnswersOptions = {}): Fault {
	const {as = 'no-such-name', delayMs = 5000} = options;
	const habit: NameHabit = as === 'slow' ? {as, delayMs} : {as};
	return makeFault({
		kind: 'dns-answers',
		options: {...options, as, delayMs},
		checkers: {as: oneOf(['no-such-name', 'slow']), delayMs: number({min: 1, max: 60_000})},
		describe: as === 'slow' ? `answers of the name service ${delayMs} ms late` : 'a name service that knows no name any more',
		effect: {withinMs: 100, goneWithinMs: 100},
		network: [{part: 'gateway', kernel: ['name-relay'], nameService: true}],
		async inject(context) {
			const helper = targetNetwork(context.topology, 'gateway');
			const {atMs, uncertaintyMs} = await helper.nameService(habit, null);
			return armed({
				effective: {atMs, uncertaintyMs},
				evidence: 'what stands before the name service answers so from now on',
				async clear() {
					const ended = await helper.nameService({as: 'relay'}, null);
					recordNames(context, ended);
					return {atMs: ended.atMs, uncertaintyMs: ended.uncertaintyMs, evidence: 'what stands before the name service passes on again'};
				},
				witness: nameWitness,
			});
		},
	});
}
