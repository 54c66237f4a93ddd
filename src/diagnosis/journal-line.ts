// A line of an app's journal as evidence.
import type {JournalEvent} from '../timeline/timeline.ts';

export function journalLine({part, requestId, step, detail, key, headerBytes, atMs}: JournalEvent): string {
	const details = [
		...(detail === undefined ? [] : [detail]),
		...(key === undefined ? [] : [`key ${key}`]),
		...(headerBytes === undefined ? [] : [`${headerBytes} header bytes`]),
	];
	return `journal of ${part}: request ${requestId} ${step}${details.length === 0 ? '' : ` (${details.join(', ')})`} at ${atMs.toFixed(1)} ms`;
}
