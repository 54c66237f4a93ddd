// Frames on the generator's standard output: u32 length of the payload (little endian), u8 type, payload.
// Encoding is used in the container, decoding in the harness.

export interface Frame {
	readonly type: number;
	readonly payload: Uint8Array;
}

const headBytes = 5;
/** Longer payloads are never sent; a length beyond it means that the stream is not ours (somebody printed to standard output). */
const maxPayloadBytes = 64 * 1024 * 1024;

export function encodeFrame(type: number, payload: Uint8Array): Buffer {
	const frame = Buffer.allocUnsafe(headBytes + payload.byteLength);
	frame.writeUInt32LE(payload.byteLength, 0);
	frame.writeUInt8(type, 4);
	frame.set(payload, headBytes);
	return frame;
}

/** Cuts a stream of chunks into frames. */
export class FrameDecoder {
	#rest: Buffer = Buffer.alloc(0);

	/** Frames that are complete with this chunk. Throws a RangeError on a length that no generator sends. */
	push(chunk: Uint8Array): Frame[] {
		const bytes =
			this.#rest.byteLength === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([this.#rest, chunk]);
		const frames: Frame[] = [];
		let at = 0;
		while (bytes.byteLength - at >= headBytes) {
			const length = bytes.readUInt32LE(at);
			if (length > maxPayloadBytes) {
				throw new RangeError(
					`expected a frame of at most ${maxPayloadBytes} bytes, got the length ${length}: ${preview(bytes.subarray(at))}`,
				);
			}
			if (bytes.byteLength - at - headBytes < length) break;
			frames.push({type: bytes.readUInt8(at + 4), payload: bytes.subarray(at + headBytes, at + headBytes + length)});
			at += headBytes + length;
		}
		// Copied, because the caller may use the chunk's memory again.
		this.#rest = Buffer.from(bytes.subarray(at));
		return frames;
	}
}

function preview(bytes: Buffer): string {
	return JSON.stringify(bytes.subarray(0, 80).toString('latin1'));
}
