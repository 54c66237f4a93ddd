// What one cell of the matrix says, in every rendering the same: `99.6 % errors, back after 12 ms`.
import {formatDuration} from './format-duration.ts';
import {formatShare} from './run-phrases.ts';
import type {MatrixCell} from './matrix.ts';

export function cellPhrase(cell: MatrixCell): string {
	switch (cell.kind) {
		case 'missing':
			return 'not run';
		case 'skipped':
			return 'n/a';
		case 'runs':
		default:
			return [`${formatShare(cell.errors, cell.intended)} errors`, recoveryWords(cell.recoveryMs)]
				.filter((words) => words !== '')
				.join(', ');
	}
}

function recoveryWords(recoveryMs: number | 'not seen' | null): string {
	if (recoveryMs === null) {
		return '';
	}

	return recoveryMs === 'not seen' ? 'not back' : `back in ${formatDuration(recoveryMs)}`;
}
