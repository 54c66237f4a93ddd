// The app: answers each request with a body that can be checked, and writes down what it did. docs/adding-an-upstream.md says what is asked of it.
import {appendFileSync, readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {crc32} from 'node:zlib';

const {GATEQUAKE_APP_NAME: name, GATEQUAKE_APP_PORT: port, GATEQUAKE_JOURNAL: journal, GATEQUAKE_APP_STATE: stateFile} = process.env;
const golden = 0.6180339887498949;

const server = createServer({keepAliveTimeout: Number(process.env.GATEQUAKE_APP_IDLE_TIMEOUT_MS)}, (request, response) => {
	request.resume().once('end', () => {
		const id = request.url === '/healthz' ? null : idOf(request);
		const key = request.method === 'POST' ? request.headers['x-gatequake-key'] : undefined;
		const order = id === null ? null : orderFor(id, request.method);
		const status = order?.do === 'status' ? order.status : 200;
		note(id, 'received', {k: key});
		if (key !== undefined && status < 400) note(id, 'committed', {k: key});
		if (order !== null) note(id, 'faulted', {d: order.do});
		const text = `request ${id ?? -1} answered. `;
		const body = Buffer.from(text.repeat(20).slice(0, 200 + ((Math.abs(id ?? -1) * 37) % 200)));
		response.writeHead(status, {
			'content-length': body.length,
			'x-gatequake-app': name,
			'x-gatequake-length': body.length,
			'x-gatequake-crc32': crc32(body).toString(16).padStart(8, '0'),
		});
		response.end(body);
		note(id, 'answered', {c: status});
	});
});
server.listen(Number(port), '0.0.0.0');

function idOf({headers, url}) {
	const text = headers['x-gatequake-id'] ?? /[?&]gq=(\d{1,15})(?:&|$)/.exec(url)?.[1];
	return text === undefined || !/^\d+$/.test(text) ? null : Number(text);
}

/** The file is replaced whole, so it can be read at each request. */
function orderFor(id, method) {
	const {order} = JSON.parse(readFileSync(stateFile, 'utf8'));
	return order !== null && (id * golden) % 1 < order.share && (order.methods === null || order.methods.includes(method))
		? order.behaviour
		: null;
}

/** One line, one write. What has no id is not ours. */
function note(id, step, more) {
	if (id !== null) {
		const t = Number(process.hrtime.bigint()) / 1e6;
		appendFileSync(journal, `${JSON.stringify({t, r: id, s: step, ...more, p: process.pid})}\n`);
	}
}
