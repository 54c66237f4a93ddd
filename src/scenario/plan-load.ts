// A scenario's load with every default filled in. What the load generator would refuse later, after everything was started, is refused here.
import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {checkInFlight} from '../load/check-order.ts';
import {OrderError} from '../load/order-error.ts';
import {defaultLoad, defaultRateStep, defaultRetry, defaultSaturation, defaultTls} from './defaults.ts';
import {filled} from './filled.ts';
import type {LoadOptions} from './load-options.ts';
import type {BodyFilePlan, LoadPlan} from './plan.ts';

export interface LoadContext {
	/** Of the scenario, absolute. */
	readonly file: string;
	/** Takes the place of the scenario's rate; null for none. */
	readonly ratePerSecond: number | null;
	/** Whether the gateway listens with TLS; null where only its config says. */
	readonly gatewayTls: boolean | null;
	/** Sentences about what cannot be done. */
	readonly problems: string[];
}

export function planLoad(options: LoadOptions = {}, {file, ratePerSecond, gatewayTls, problems}: LoadContext): LoadPlan {
	const {rateSteps = [], bodyFile, retry, tls, saturation, ...plain} = options;
	const load: LoadPlan = {
		...filled(defaultLoad, plain),
		...(ratePerSecond === null ? {} : {ratePerSecond}),
		rateSteps: rateSteps.map((step) => filled({...defaultRateStep, ...step}, step)),
		bodyFile: orNull(bodyFile, (name) => readBody(name, file, problems)),
		retry: orNull(retry, (given) => filled({...defaultRetry, ...given}, given)),
		tls: orNull(tls, (given) => filled({...defaultTls, ...given}, given)),
		saturation: orNull(saturation, (given) => filled(defaultSaturation, given)),
	};
	if (load.tls !== null && gatewayTls === false) {
		problems.push(`${file}: load.tls: the gateway listens for plain HTTP: write \`tls: true\` in topology.gateway, too`);
	}

	if (load.tls === null && gatewayTls === true) {
		problems.push(`${file}: topology.gateway.tls: clients speak plain HTTP: write \`tls: {serverName: 'shop.example'}\` in load, too`);
	}

	try {
		checkInFlight(load);
	} catch (error) {
		if (!(error instanceof OrderError)) {
			throw error;
		}

		problems.push(`${file}: load: ${error.message} (lower load.ratePerSecond or load.timeoutMs, or raise load.maxInFlight)`);
	}

	return load;
}

function orNull<Given, Plan>(given: Given | null | undefined, plan: (given: Given) => Plan | null): Plan | null {
	return given === null || given === undefined ? null : plan(given);
}

const mostBodyBytes = 1_048_576;

function readBody(name: string, file: string, problems: string[]): BodyFilePlan | null {
	const found = path.resolve(path.dirname(file), name);
	try {
		const {size} = statSync(found);
		if (size > mostBodyBytes) {
			problems.push(`${file}: load.bodyFile: expected at most ${mostBodyBytes} bytes, and ${found} has ${size}`);
			return null;
		}

		return {path: name, base64: readFileSync(found).toString('base64')};
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		problems.push(`${file}: load.bodyFile: expected a file that can be read, and ${found} cannot be (${code})`);
		return null;
	}
}
