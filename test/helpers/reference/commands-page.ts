// docs/commands.md: what `gatequake COMMAND --help` prints.
import {commands} from '../../../src/cli/commands.ts';
import {pageWithParts} from './made-page.ts';

export const commandsPage = pageWithParts('docs/commands.md', async () => ({
	commands: Object.entries(commands)
		.map(([name, {help}]) => `### gatequake ${name}\n\n\`\`\`text\n${help.trim()}\n\`\`\``)
		.join('\n\n'),
}));
