// The matrix scenario × gateway in a terminal: verdict, share of errors in the fault window, time to recover. Told only where there is more
// than one gateway.
import type {Paint} from './console-paint.ts';
import {cellPhrase} from './matrix-phrases.ts';
import {matrixOf} from './matrix.ts';
import type {MatrixCell} from './matrix.ts';
import {printable} from './printable.ts';
import type {Report} from './report.ts';

export function consoleMatrix(report: Pick<Report, 'runs' | 'skipped' | 'plan'>, paint: Paint): string {
	const {gateways, rows} = matrixOf(report);
	if (gateways.length < 2) {
		return '';
	}

	const nameWidth = Math.max('scenario'.length, ...rows.map(({scenario}) => printable(scenario).length));
	const widths = gateways.map((gateway, column) =>
		Math.max(printable(gateway).length, ...rows.map(({cells}) => 2 + cellPhrase(cells[column] ?? {kind: 'missing'}).length)),
	);
	const head = ['scenario'.padEnd(nameWidth), ...gateways.map((gateway, column) => printable(gateway).padEnd(widths[column] ?? 0))].join(
		'  ',
	);
	const lines = rows.map(({scenario, cells}) =>
		[printable(scenario).padEnd(nameWidth), ...cells.map((cell, column) => cellText(cell, paint, widths[column] ?? 0))]
			.join('  ')
			.trimEnd(),
	);
	const reasons = report.skipped.map(
		({scenario, gateway, because}) => `– ${printable(scenario)} on ${printable(gateway)}: ${printable(because)}`,
	);
	return `\n${[paint.tone('bold', head.trimEnd()), ...lines, ...reasons.map((reason) => paint.tone('dim', reason))].join('\n')}\n`;
}

function cellText(cell: MatrixCell, paint: Paint, width: number): string {
	const phrase = cellPhrase(cell);
	const padding = ' '.repeat(Math.max(0, width - 2 - phrase.length));
	return cell.kind === 'runs' ? `${paint.mark(cell.verdict)} ${phrase}${padding}` : `${paint.tone('dim', phrase)}${padding}  `;
}
