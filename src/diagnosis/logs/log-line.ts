// One line of a log while it is read: a piece of a buffer that is used again for the next one, so that a line costs no memory until
// somebody keeps it.

export class LogLine {
	bytes: Buffer;
	start: number;
	/** Behind the last byte; the line's end itself is not part of it. */
	end: number;

	constructor(bytes: Buffer, start: number, end: number) {
		this.bytes = bytes;
		this.start = start;
		this.end = end;
	}

	/** `text`: one character a byte. */
	static of(text: string): LogLine {
		const bytes = Buffer.from(text, 'latin1');
		return new LogLine(bytes, 0, bytes.length);
	}

	/** For patterns: one character a byte, so that nothing in it can fail to decode. */
	get text(): string {
		return this.bytes.toString('latin1', this.start, this.end);
	}

	/** To be shown: UTF-8, with a replacement character for what is none, and no longer than a person reads. */
	get shown(): string {
		const limit = 1000;
		const cut = this.end - this.start > limit;
		return this.bytes.toString('utf8', this.start, cut ? this.start + limit : this.end) + (cut ? '…' : '');
	}
}
