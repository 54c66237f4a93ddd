// Counts tests in AVA's TAP output, line by line, and says what to show of it while it comes.

export interface TapCounts {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

export class TapCounter {
	#passed = 0;
	#failed = 0;
	#skipped = 0;
	/** A failed test's details follow it, indented or as comments; a passed test's are of no interest. */
	#showDetails = true;

	/** Takes one line in; returns what a person should see of it, or null. */
	take(line: string): string | null {
		const test = /^(?<not>not )?ok \d+(?: - (?<title>.*?))?(?: # (?<directive>skip|todo)\b.*)?$/i.exec(line)?.groups;
		if (test === undefined) return this.#showDetails && !isNoise(line) ? line : null;
		const title = test['title'] ?? '';
		if (test['directive'] !== undefined) {
			this.#skipped++;
			this.#showDetails = false;
			return `  - ${title} (${test['directive'].toLowerCase()})`;
		}
		const failed = test['not'] !== undefined;
		if (failed) this.#failed++;
		else this.#passed++;
		this.#showDetails = failed;
		return failed ? `  ✘ ${title}` : `  ✔ ${title}`;
	}

	get counts(): TapCounts {
		return {passed: this.#passed, failed: this.#failed, skipped: this.#skipped};
	}
}

/**
 * Adds up parts. A part whose program failed although no test did (a crash, a time-out, no tests found), or in which nothing ran,
 * counts as one failed.
 */
export function total(parts: readonly {readonly counts: TapCounts; readonly exitCode: number}[]): TapCounts {
	let [passed, failed, skipped] = [0, 0, 0];
	for (const {counts, exitCode} of parts) {
		passed += counts.passed;
		skipped += counts.skipped;
		const broken = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
		failed += counts.failed + (broken ? 1 : 0);
	}
	return {passed, failed, skipped};
}

function isNoise(line: string): boolean {
	return line.trim() === '' || /^(?:TAP version|1\.\.\d|# (?:tests|pass|fail|skip|todo)\b)/.test(line);
}
