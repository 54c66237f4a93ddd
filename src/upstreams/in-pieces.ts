// An answer whose body is sent in pieces, with time between them, until it is whole or the client has gone.
import type {Answer} from './answer.ts';
import type {Exchange} from './exchange.ts';

export function inPieces(
	exchange: Exchange,
	answer: Answer,
	{pieceBytes, intervalMs}: {readonly pieceBytes: number; readonly intervalMs: number},
): void {
	let sent = 0;
	exchange.begin(answer, Buffer.alloc(0));
	const timer = setInterval(() => {
		exchange.push(answer.body.subarray(sent, sent + pieceBytes));
		sent += pieceBytes;
		if (sent >= answer.body.length) {
			clearInterval(timer);
			exchange.finish();
		}
	}, intervalMs);
	exchange.onEnd(() => {
		clearInterval(timer);
	});
}
