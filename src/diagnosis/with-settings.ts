// Beside each cause of nginx's, what the config says now of the directives that the advice names.
import type {LogCause, LogDiagnosis, Setting} from './log-diagnosis.ts';
import {parseNginxConfig} from './parse-nginx-config.ts';
import type {NginxDirective} from './parse-nginx-config.ts';

export function withSettings(diagnosis: LogDiagnosis, configText: string): LogDiagnosis {
	const directives = parseNginxConfig(configText);
	const add = (cause: LogCause): LogCause => ({...cause, settings: settingsOf(cause, directives)});
	return {...diagnosis, causes: diagnosis.causes.map(add), alsoSeen: diagnosis.alsoSeen.map(add)};
}

function settingsOf({change}: LogCause, directives: readonly NginxDirective[]): readonly Setting[] {
	const named = new Set(change.match(/\b[a-z]+(?:_[a-z]+)+\b/g));
	return directives
		.filter(({name}) => named.has(name))
		.slice(0, 20)
		.map(({name, words, blocks, line, file}) => ({
			directive: name,
			value: words.join(' '),
			where: `${file === null ? '' : `${file}, `}line ${line}, in ${blocks.at(-1) ?? 'main'}`,
		}));
}
