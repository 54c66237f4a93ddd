// What a scenario may say of its load: the fields of a LoadPlan, each with a default, and its checks. Without any, plain clients send at 200
// requests per second.
import type {OptionProblem} from '../expectations/expectation.ts';
import {array, either, nullable, number, object, oneOf, problem, required, share, string} from '../expectations/options.ts';
import type {LoadPlan, RateStepPlan, RetryPlan, SaturationPlan, TlsPlan} from './plan.ts';

type Filled = 'rateSteps' | 'bodyFile' | 'retry' | 'tls' | 'saturation';

/** See `LoadPlan` for meanings and units, and `defaultLoad` for defaults. */
export type LoadOptions = Partial<Omit<LoadPlan, Filled>> & {
	/** From the fault on five times the rate, for ten seconds: `[{from: 'fault', times: 5, forMs: 10_000}]`. */
	readonly rateSteps?: readonly (Partial<RateStepPlan> & Pick<RateStepPlan, 'from' | 'times'>)[];
	/** File with the body of POSTs, relative to the scenario's own. */
	readonly bodyFile?: string | null;
	readonly retry?: (Partial<RetryPlan> & Pick<RetryPlan, 'attempts' | 'backoffMs'>) | null;
	readonly tls?: (Partial<TlsPlan> & Pick<TlsPlan, 'serverName'>) | null;
	readonly saturation?: Partial<SaturationPlan> | null;
};

const positive = number({min: 1, max: 86_400_000});
const durationMs = number({min: 0, max: 86_400_000});

export const loadChecker = object({
	ratePerSecond: number({min: 1, max: 50_000}),
	rateSteps: array(
		object({
			from: required(oneOf(['fault', 'recovery'])),
			afterMs: durationMs,
			times: required(number({min: 0, max: 1000})),
			forMs: nullable(positive),
			rampMs: durationMs,
		}),
	),
	arrivals: oneOf(['uniform', 'poisson']),
	postShare: share,
	timeoutMs: object({connect: required(positive), firstByte: required(positive), body: required(positive)}),
	connections: either('`reuse`, `fresh`, or the share of fresh ones from 0 to 1', oneOf(['reuse', 'fresh']), share),
	preopen: number({min: 0, integer: true}),
	maxInFlight: number({min: 1, integer: true}),
	path: startsWithSlash,
	otherPath: nullable(object({path: required(startsWithSlash), share: required(share)})),
	bodyBytes: number({min: 0, max: 1_048_576, integer: true}),
	bodyFile: nullable(string),
	retry: nullable(
		object({
			attempts: required(number({min: 2, max: 100, integer: true})),
			backoffMs: required(durationMs),
			factor: number({min: 1, max: 10}),
			budgetShare: nullable(number({min: 0})),
		}),
	),
	slowClients: nullable(object({share: required(share), pauseMs: required(durationMs)})),
	leavingClients: nullable(object({share: required(share), afterMs: required(durationMs)})),
	tls: nullable(object({serverName: required(string), ca: nullable(string)})),
	generators: number({min: 1, max: 16, integer: true}),
	saturation: nullable(object({connections: number({min: 1, max: 1000, integer: true}), during: oneOf(['run', 'fault'])})),
});

/** Also a gateway's health check has a path. */
export function startsWithSlash(value: unknown, path: string): readonly OptionProblem[] {
	return value === undefined || (typeof value === 'string' && /^\/[^\s?#]*$/.test(value))
		? []
		: [problem(path, 'a path that starts with / and has no query', value)];
}
