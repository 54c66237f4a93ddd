// Whether a gateway's table says what was measured.
import {resolveCauses} from '../../src/expectations/resolve-causes.ts';
import type {GatewayKind} from '../../src/gateways/gateway.ts';
import type {MeasuredCell} from './measure.ts';
import type {Story} from './stories.ts';

/** Less than this share of the failed requests is the edge of the window, not the story. */
const edge = 0.05;

/** Sentences; empty where table and measurement agree. */
export function checkCell({gateway, cell}: MeasuredCell, story: Story, kind: GatewayKind): readonly string[] {
	if (cell === null || Object.keys(cell.answers).length === 0) {
		return [];
	}

	const {answers, logged, silent, unknown} = resolveCauses(kind.semantics, story.cause);
	if (unknown.length > 0) {
		return [`${gateway}: its table has no answer for ${story.cause}; measured ${words(cell.answers)}`];
	}

	const total = Object.values(cell.answers).reduce((sum, count) => sum + count, 0);
	const often = (counts: Readonly<Record<string, number>>) => Object.keys(counts).filter((word) => (counts[word] ?? 0) >= edge * total);
	// Beside the story's own cause others may be named now and then: what they lead to is right as well.
	const others = resolveCauses(
		kind.semantics,
		often(cell.logged).filter((word) => word !== 'nothing'),
	);
	const right = new Set([...answers, ...others.answers].map(String));
	const names: readonly string[] = [...logged, ...(silent.length === 0 ? [] : ['nothing'])];
	return [
		...often(cell.answers)
			.filter((word) => !right.has(word))
			.map((word) => `${gateway}: for ${story.name} clients get ${word}, and its table says ${[...right].join(' or ')}`),
		...(often(cell.logged).some((word) => names.includes(word))
			? []
			: [`${gateway}: for ${story.name} its log names ${words(cell.logged)}, and its table says ${names.join(' or ')}`]),
	];
}

function words(counts: Readonly<Record<string, number>>): string {
	return Object.entries(counts)
		.map(([word, count]) => `${word} × ${count}`)
		.join(', ');
}
