import http from 'node:http';

http
	.createServer((request, response) => {
		response.end(JSON.stringify({path: request.url}));
	})
	.listen(3000);
