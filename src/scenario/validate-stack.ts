// Checks what `attach()`, `compose()` and `external()` were given.
import {array, isRecord, nullable, number, object, oneOf, problem, required, string} from '../expectations/options.ts';
import type {Checker} from '../expectations/options.ts';
import type {OptionProblem} from '../expectations/expectation.ts';

const stack = object({
	by: required(oneOf(['attach', 'compose', 'external'])),
	file: string,
	url: required(targetUrl),
	gateway: required(nullable(name)),
	upstreams: required(array(name)),
	software: string,
});

/** A topology with a stack in it. */
export const stackTopology: Checker = object({
	upstreams: required(array(object({kind: required(oneOf(['foreign'])), port: number({min: 1, max: 65_535, integer: true})}))),
	stack: required(stack),
});

export function hasStack(topology: unknown): boolean {
	return isRecord(topology) && topology['stack'] !== undefined;
}

function name(value: unknown, path: string): readonly OptionProblem[] {
	return value === undefined || (typeof value === 'string' && /^[\w.-]+(?::\d+)?$/.test(value))
		? []
		: [problem(path, 'the name of a container or a service, with a port behind it where it listens on several (api:3000)', value)];
}

function targetUrl(value: unknown, path: string): readonly OptionProblem[] {
	const url = typeof value === 'string' ? URL.parse(value) : null;
	return value === undefined ||
		(url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.search === '' && url.hash === '')
		? []
		: [problem(path, 'a URL such as http://localhost:8080/, without query and credentials', value)];
}
