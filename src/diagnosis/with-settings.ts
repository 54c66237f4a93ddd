// Beside each cause of nginx's, what the config says now of the directives that the advice names.
import type {LogCause, LogDiagnosis, Setting} from './log-diagnosis.ts';
import {allDirectives, readNginxConfig} from './read-nginx-config.ts';
import type {PlacedDirective} from './read-nginx-config.ts';

export function withSettings(diagnosis: LogDiagnosis, configText: string): LogDiagnosis {
	// Where the config is no dump, what it includes is not at hand.
	const {directives: tree} = readNginxConfig({name: null, text: configText}, () => null);
	const directives = [...allDirectives(tree)];
	const add = (cause: LogCause): LogCause => ({...cause, settings: settingsOf(cause, directives)});
	return {...diagnosis, causes: diagnosis.causes.map(add), alsoSeen: diagnosis.alsoSeen.map(add)};
}

function settingsOf({change}: LogCause, directives: readonly PlacedDirective[]): readonly Setting[] {
	const named = new Set(change.match(/\b[a-z]+(?:_[a-z]+)+\b/g));
	return directives
		.filter(({directive}) => named.has(directive.name))
		.slice(0, 20)
		.map(({directive: {name, words, line, file}, around}) => ({
			directive: name,
			value: words.join(' '),
			where: `${file === null ? '' : `${file}, `}line ${line}, in ${around.at(-1)?.name ?? 'main'}`,
		}));
}
