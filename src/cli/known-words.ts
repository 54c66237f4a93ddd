// A flag with a list of words: which of them there are, and the one that a person meant.
import {nearestName} from '../expectations/nearest-name.ts';

/** Each word of a comma list must be a key of a table. */
export function knownWords(table: Readonly<Record<string, unknown>>, more: readonly string[]): (value: string) => string | null {
	const known = [...Object.keys(table), ...more];
	return (value) => {
		const unknown = value.split(',').find((word) => !known.includes(word));
		if (unknown === undefined) {
			return null;
		}

		const nearest = nearestName(unknown, known);
		return `must be of ${known.join(', ')}${nearest === undefined ? '' : ` (did you mean ${nearest}?)`}`;
	};
}
