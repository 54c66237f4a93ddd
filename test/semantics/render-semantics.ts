// docs/semantics.md from what was measured.
import type {MeasuredCell} from './measure.ts';
import type {Story, Unmeasured} from './stories.ts';

export interface Semantics {
	/** ISO date. */
	readonly measuredOn: string;
	readonly cells: readonly MeasuredCell[];
}

export function renderSemantics({measuredOn, cells}: Semantics, stories: readonly Story[], unmeasured: readonly Unmeasured[]): string {
	const gateways = [...new Set(cells.map(({gateway}) => gateway))];
	const versionOf = (gateway: string) => cells.find((cell) => cell.gateway === gateway && cell.version !== '')?.version ?? '';
	const cellOf = (gateway: string, story: Story) => cells.find((cell) => cell.gateway === gateway && cell.story === story.name);
	const rows = stories.map((story) => [story.name, ...gateways.map((gateway) => answerWords(cellOf(gateway, story)))]);
	return [
		'# What gateways make of failures',
		'',
		`Measured on ${measuredOn} by \`npm run semantics\`, which runs every cause against every gateway and writes this page; nothing here is`,
		'copied from a manual. The configs are those that Gatequake renders from its neutral options: time-outs of 0.5 s to 1 s, retries `safe`.',
		'A number is the status that clients got; `cut` is an answer that ends early, `empty-reply` a connection closed without a byte,',
		'`timeout-body` an answer that the gateway never ended, so that the client gave up.',
		'',
		...table(['cause', ...gateways.map((gateway) => `${gateway} ${versionOf(gateway)}`)], rows),
		'',
		'| cause | how it was brought about |',
		'| --- | --- |',
		...stories.map(({name, what}) => `| ${name} | ${what} |`),
		...unmeasured.map(({cause, because}) => `| ${cause} | n/a, because ${because} |`),
		'',
		...gateways.flatMap((gateway) => [
			`## ${gateway} ${versionOf(gateway)}`,
			'',
			...table(
				['cause', 'clients get', 'after', 'GET tried again', 'POST tried again', 'its log'],
				stories.map((story) => detailCells(story, cellOf(gateway, story))),
			),
			'',
		]),
	].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function answerWords(measured: MeasuredCell | undefined): string {
	if (measured === undefined) return 'n/a, because it was not run';
	const {cell, note} = measured;
	if (cell === null) return `n/a, because ${escaped(note ?? 'it could not be measured')}`;
	const total = Object.values(cell.answers).reduce((sum, count) => sum + count, 0);
	const often = Object.entries(cell.answers).filter(([, count]) => count >= 0.05 * total);
	return often.length === 0 ? 'no request failed' : often.map(([word]) => word).join(' or ');
}

function detailCells({name}: Story, measured: MeasuredCell | undefined): readonly string[] {
	const words = answerWords(measured);
	const cell = measured?.cell ?? null;
	if (cell === null) return [name, words, '', '', '', ''];
	const line =
		cell.line === null
			? `names ${Object.keys(cell.logged)[0] ?? 'nothing'}`
			: `\`${cell.line.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
	return [name, words, cell.afterMs === null ? '' : `${Math.round(cell.afterMs)} ms`, cell.retried.get, cell.retried.post, line];
}

function escaped(text: string): string {
	return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
