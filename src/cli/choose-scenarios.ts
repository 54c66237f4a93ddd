// The scenarios that the words of a command name; none name the core suite.
import type {Project} from '../scenario/load-project.ts';
import {loadScenarios} from '../scenario/load-scenario.ts';
import type {LoadedScenario} from '../scenario/load-scenario.ts';

export async function chooseScenarios(words: readonly string[], cwd: string, {rules}: Project): Promise<readonly LoadedScenario[]> {
	const loaded = await loadScenarios(words, cwd, rules);
	return words.length === 0 ? loaded.filter(({scenario}) => scenario.tags?.includes('core')) : loaded;
}
