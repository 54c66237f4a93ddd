// The engine sends standard output and standard error of a container over one connection, in frames: one byte for the stream
// (1 output, 2 error), three unused, four for the length. dockerode's own reader copies all that is left once per frame, which a
// stream of samples makes expensive; this one copies only what a chunk leaves unfinished.

/** Gives a function that takes the chunks of a multiplexed stream and passes their content on in order. */
export function demultiplexer(onOutput: (content: Buffer) => void, onError: (content: Buffer) => void): (chunk: Buffer) => void {
	let rest: Buffer = Buffer.alloc(0);
	return (chunk) => {
		const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
		let offset = 0;
		while (offset + 8 <= bytes.length) {
			const end = offset + 8 + bytes.readUInt32BE(offset + 4);
			if (end > bytes.length) break;
			const content = bytes.subarray(offset + 8, end);
			if (bytes[offset] === 2) onError(content);
			else onOutput(content);
			offset = end;
		}
		rest = bytes.subarray(offset);
	};
}
