// What a server's line tells of, by patterns; their first group, where there is one, is the pid of the process that the line is about.
import type {ServerLogEvent, ServerMeaning} from '../timeline/timeline.ts';

export type MeaningTable = readonly (readonly [RegExp, ServerMeaning])[];

export function meaningOf(text: string, table: MeaningTable): Pick<ServerLogEvent, 'meaning' | 'pid'> {
	for (const [pattern, meaning] of table) {
		const match = pattern.exec(text);
		if (match !== null) {
			return {meaning, ...(match[1] === undefined ? {} : {pid: Number(match[1])})};
		}
	}

	return {meaning: null};
}
