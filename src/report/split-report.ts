// Takes the text of a report apart as it comes in, into the texts of its runs and the rest. So a report of any length is read with the
// memory of one run. Only strings, brackets and commas are looked at here; whether the parts are JSON shows when they are parsed.

export interface ReportText {
	/** The document with an empty list of runs. */
	readonly head: string;
	/** Every bracket and string that was opened was closed. */
	readonly isWhole: boolean;
}

export class ReportSplitter {
	#head = '';
	/** The run under way. */
	#run = '';
	#depth = 0;
	#isString = false;
	#isEscaped = false;
	#isInRuns = false;
	#runs = 0;

	/** The texts of the runs that end in this piece. */
	push(piece: string): readonly string[] {
		const runs: string[] = [];
		let from = 0;
		const keep = (to: number) => {
			this.#keep(piece.slice(from, to));
			from = to;
		};
		const endRun = (at: number) => {
			keep(at);
			// A comma promises one more.
			if (piece[at] === ',' || this.#runs > 0 || this.#run.trim() !== '') runs.push(this.#run);
			this.#run = '';
			this.#runs++;
		};
		for (let at = 0; at < piece.length; at++) {
			const sign = piece.charCodeAt(at);
			if (this.#isString) {
				this.#isString = this.#isEscaped || sign !== quote;
				this.#isEscaped = !this.#isEscaped && sign === backslash;
			} else if (sign === quote) {
				this.#isString = true;
			} else if (sign === comma && this.#isInRuns && this.#depth === 2) {
				endRun(at);
				from = at + 1;
			} else if (sign === openBrace || sign === openBracket) {
				this.#depth++;
				if (sign === openBracket && this.#depth === 2 && !this.#isInRuns) {
					keep(at + 1);
					this.#isInRuns = runsKey.test(this.#head.slice(-keyRoom));
				}
			} else if (sign === closeBrace || sign === closeBracket) {
				if (this.#isInRuns && this.#depth === 2) {
					endRun(at);
					this.#isInRuns = false;
				}

				this.#depth--;
			}
		}

		keep(piece.length);
		return runs;
	}

	end(): ReportText {
		return {head: this.#head, isWhole: this.#depth === 0 && !this.#isString};
	}

	#keep(text: string): void {
		if (this.#isInRuns) {
			this.#run += text;
		} else {
			this.#head += text;
		}
	}
}

const [quote, backslash, comma, openBrace, closeBrace, openBracket, closeBracket] = [34, 92, 44, 123, 125, 91, 93];
/** A key of the document itself: only there a list begins at this depth. */
const runsKey = /(?<!\\)"runs"\s*:\s*\[$/;
const keyRoom = 200;
