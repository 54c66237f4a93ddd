import type {CheckEntry} from './report.ts';

/** What a checklist comes to, in one line. */
export function checklistHeading(checklist: readonly CheckEntry[]): string {
	const bad = checklist.filter(({answer}) => answer === 'no');
	return bad.length === 0 ? 'No question is answered with no' : `Answered with no: ${bad.map(({name}) => name).join(', ')}`;
}
