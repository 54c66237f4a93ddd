// Durations and sizes as configs write them, read into milliseconds and bytes; and written for people.

const unitsMs: Readonly<Record<string, number>> = {us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000};

/** `60s`, `1m 30s`, `500ms`, `60`: a number alone is in `bareUnit`, seconds in nginx and milliseconds in HAProxy. Null where it is none. */
export function durationMs(text: string, bareUnit: 's' | 'ms'): number | null {
	const parts = [...text.matchAll(/\s*(\d+)\s*(us|ms|[smhdw])?/gy)];
	const read = parts.map(([whole]) => whole).join('');
	if (parts.length === 0 || read.length !== text.trimEnd().length) {
		return null;
	}

	return parts.reduce((sum, [, digits, unit = bareUnit]) => sum + Number(digits) * (unitsMs[unit] ?? NaN), 0);
}

/** `4k`, `1m`, `512`. */
export function sizeBytes(text: string): number | null {
	const [, digits, unit = ''] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
	const factor: Readonly<Record<string, number>> = {'': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3};
	return digits === undefined ? null : Number(digits) * (factor[unit.toLowerCase()] ?? NaN);
}

export function shownMs(ms: number): string {
	return ms < 1000 ? `${ms} ms` : `${Math.round(ms / 10) / 100} s`;
}
