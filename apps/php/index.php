<?php
// The sample app in PHP: docs/adding-an-upstream.md says what an app does. One request at a time: FPM runs it in a worker of its own.

$target = $_SERVER['REQUEST_URI'] ?? '/';
$method = $_SERVER['REQUEST_METHOD'] ?? 'GET';
$id = requestId($target);
$key = $method === 'POST' ? ($_SERVER['HTTP_X_GATEQUAKE_KEY'] ?? null) : null;
if ($method === 'POST') {
	// Read to its end; what it says does not matter.
	file_get_contents('php://input');
}

if ($id === null) {
	pause((int) getenv('GATEQUAKE_APP_SERVICE_MS'));
	answer(null, []);
	return;
}

// A gateway that hangs up must not end the script before it has said so.
ignore_user_abort(true);
journal($id, 'received', $key === null ? [] : ['k' => $key]);
$behaviour = treatment($id, $method);
$does = $behaviour['do'] ?? null;
if ($key !== null && commits($behaviour)) {
	journal($id, 'committed', ['k' => $key]);
}

if ($does !== null) {
	journal($id, 'faulted', ['d' => $does]);
}

$serviceMs = (int) getenv('GATEQUAKE_APP_SERVICE_MS');
if ($does === 'crash') {
	posix_kill(getmypid(), ['SIGKILL' => 9, 'SIGSEGV' => 11, 'SIGABRT' => 6][$behaviour['signal']]);
	// It is delivered at once, but not within this call.
	pause(1000);
}

while ($does === 'hang') {
	pause(1000);
}

pause($does === 'slow-first-byte' ? max($behaviour['delayMs'], $serviceMs) : $serviceMs);
$headerBytes = answer($id, $behaviour ?? []);
fastcgi_finish_request();
journal($id, connection_aborted() ? 'aborted' : 'answered', connection_aborted() ? [] : ['c' => http_response_code(), 'h' => $headerBytes]);

/** From its header, or from the query string where a gateway dropped the header; null where there is none, and for probes. */
function requestId(string $target): ?int
{
	if (parse_url($target, PHP_URL_PATH) === '/healthz') {
		return null;
	}

	$text = $_SERVER['HTTP_X_GATEQUAKE_ID'] ?? (preg_match('/[?&]gq=([^&#]*)/', $target, $match) === 1 ? $match[1] : '');
	return preg_match('/^\d{1,15}$/', $text) === 1 ? (int) $text : null;
}

/** What the order in force says of this request; null where it is answered normally. */
function treatment(int $id, string $method): ?array
{
	$state = json_decode((string) @file_get_contents((string) getenv('GATEQUAKE_APP_STATE')), true);
	$order = $state['order'] ?? null;
	if ($order === null || fmod(abs($id) * 0.6180339887498949, 1) >= $order['share']) {
		return null;
	}

	return $order['methods'] === null || in_array($method, $order['methods'], true) ? $order['behaviour'] : null;
}

/** What starts an answer has done the work; what refuses to work has not. */
function commits(?array $behaviour): bool
{
	return match ($behaviour['do'] ?? null) {
		'hang', 'crash' => false,
		'status' => $behaviour['status'] < 400,
		default => true,
	};
}

/** Sends the answer, and gives the size of its header section as FastCGI carries it, padding included. */
function answer(?int $id, array $behaviour): int
{
	$status = ($behaviour['do'] ?? null) === 'status' ? $behaviour['status'] : 200;
	$number = $id ?? -1;
	$length = 200 + (abs($number) * 37) % 200;
	$words = "request $number answered. ";
	$body = substr(str_repeat($words, intdiv($length, strlen($words)) + 1), 0, $length);
	http_response_code($status);
	header_remove('X-Powered-By');
	header('Content-Type: text/plain');
	header('x-gatequake-app: ' . getenv('GATEQUAKE_APP_NAME'));
	header("x-gatequake-length: $length");
	header(sprintf('x-gatequake-crc32: %08x', crc32($body)));
	header("Content-Length: $length");
	$headerBytes = headerBytes($status);
	$missing = (($behaviour['do'] ?? null) === 'headers' ? $behaviour['headerBytes'] : 0) - $headerBytes - strlen("x-gatequake-padding: \r\n");
	if ($missing >= 0) {
		header('x-gatequake-padding: ' . str_repeat('p', $missing));
		$headerBytes = headerBytes($status);
	}

	echo $body;
	return $headerBytes;
}

/** PHP writes the status as a header of its own where it is not 200, adds the charset to the type, and ends with an empty line. */
function headerBytes(int $status): int
{
	$lines = array_map(static fn (string $line): string => $line === 'Content-Type: text/plain' ? 'Content-type: text/plain;charset=UTF-8' : $line, headers_list());
	$first = $status === 200 ? [] : ["Status: $status Xxx"];
	return array_sum(array_map(static fn (string $line): int => strlen($line) + 2, [...$first, ...$lines])) + 2;
}

/** One line, one write(2), with O_APPEND. */
function journal(int $id, string $step, array $more = []): void
{
	static $file = null;
	$file ??= fopen((string) getenv('GATEQUAKE_JOURNAL'), 'a');
	fwrite($file, json_encode(['t' => hrtime(true) / 1e6, 'r' => $id, 's' => $step, ...$more, 'p' => getmypid()]) . "\n");
}

function pause(int $durationMs): void
{
	$endNs = hrtime(true) + $durationMs * 1_000_000;
	// A signal ends a sleep early.
	while (($leftNs = $endNs - hrtime(true)) > 0) {
		usleep(intdiv($leftNs, 1000) + 1);
	}
}
