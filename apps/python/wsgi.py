"""The sample app as a WSGI application, for Gunicorn and uWSGI: what the Node app does, in the words of PEP 3333.

Each worker reads the order file again when it has changed, so that an order reaches every worker without a channel of its own.
"""

import hashlib
import json
import os
import signal
import time
import zlib

APP = os.environ.get('GATEQUAKE_APP_NAME', 'app1')
SERVICE_S = int(os.environ.get('GATEQUAKE_APP_SERVICE_MS', '5')) / 1000
JOURNAL = os.environ.get('GATEQUAKE_JOURNAL', '/var/log/gatequake/journal.ndjson')
STATE_FILE = os.environ['GATEQUAKE_APP_STATE']
# The fractional part of the golden ratio: the shares of every app agree about every request.
GOLDEN = 0.6180339887498949

journal = os.open(JOURNAL, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
taken = {'state': None, 'order': None, 'blocked': None}


def application(environ, start_response):
    path = environ.get('PATH_INFO', '/')
    request_id = None if path == '/healthz' else id_of(environ)
    if request_id is None:
        time.sleep(SERVICE_S)
        return answer(start_response, None, 200)
    method = environ['REQUEST_METHOD']
    key = environ.get('HTTP_X_GATEQUAKE_KEY') if method == 'POST' else None
    drain(environ)
    write(request_id, 'received', key)
    behaviour = treatment(request_id, method)
    if key is not None and (behaviour is None or commits(behaviour)):
        write(request_id, 'committed', key)
    status = 200
    if behaviour is not None:
        write(request_id, 'faulted', detail=behaviour['do'])
        status = misbehave(behaviour)
    else:
        time.sleep(SERVICE_S)
    return journaled(answer(start_response, request_id, status), request_id, status)


def commits(behaviour):
    """What refuses to work has not done the work."""
    return behaviour['do'] not in ('hang', 'crash', 'take-memory') and (behaviour['do'] != 'status' or behaviour['status'] < 400)


def id_of(environ):
    text = environ.get('HTTP_X_GATEQUAKE_ID')
    if text is None:
        for part in environ.get('QUERY_STRING', '').split('&'):
            if part.startswith('gq='):
                text = part[3:]
    return int(text) if text is not None and text.isdigit() and len(text) <= 15 else None


def drain(environ):
    left = int(environ.get('CONTENT_LENGTH') or 0)
    while left > 0:
        piece = environ['wsgi.input'].read(min(left, 65536))
        if not piece:
            return
        left -= len(piece)


def treatment(request_id, method):
    order = order_now()
    if order is None or (request_id * GOLDEN) % 1 >= order['share']:
        return None
    return order['behaviour'] if order['methods'] is None or method in order['methods'] else None


def order_now():
    # Replaced whole by the supervisor: another inode is another state.
    state = os.stat(STATE_FILE)
    if (state.st_ino, state.st_mtime_ns) != taken['state']:
        with open(STATE_FILE, encoding='utf-8') as file:
            taken['order'] = json.load(file)['order']
        taken['state'] = (state.st_ino, state.st_mtime_ns)
    return taken['order']


def misbehave(behaviour):
    """Does it, and gives the status of what is answered after it."""
    do = behaviour['do']
    if do == 'slow-first-byte':
        time.sleep(behaviour['delayMs'] / 1000)
    elif do == 'block':
        # Once a worker and order.
        if taken['blocked'] != taken['state']:
            taken['blocked'] = taken['state']
            compute(behaviour['durationMs'])
    elif do == 'hang':
        while True:
            time.sleep(3600)
    elif do == 'crash':
        os.kill(os.getpid(), getattr(signal, behaviour['signal']))
        time.sleep(3600)
    elif do == 'take-memory':
        pieces = []
        while True:
            # Written to, so that it is taken from the machine, and not only promised.
            pieces.append(b'\x01' * 1_048_576)
    elif do == 'status':
        return behaviour['status']
    return 200


def compute(duration_ms):
    """One long call in C: no signal handler of Python's runs before it is over, so that only SIGKILL ends it earlier."""
    started = time.monotonic()
    hashlib.pbkdf2_hmac('sha256', b'', b'', 20_000)
    rounds_per_ms = 20_000 / ((time.monotonic() - started) * 1000)
    hashlib.pbkdf2_hmac('sha256', b'', b'', max(1, int(rounds_per_ms * duration_ms)))


def answer(start_response, request_id, status):
    text = f'request {-1 if request_id is None else request_id} answered. '.encode()
    size = 200 + (abs(-1 if request_id is None else request_id) * 37) % 200
    body = (text * (size // len(text) + 1))[:size]
    start_response(f'{status} {REASONS.get(status, "Status")}', [
        ('Content-Type', 'text/plain'),
        ('X-Gatequake-App', APP),
        ('X-Gatequake-Length', str(len(body))),
        ('X-Gatequake-Crc32', f'{zlib.crc32(body):08x}'),
        ('Content-Length', str(len(body))),
    ])
    return body


REASONS = {200: 'OK', 404: 'Not Found', 500: 'Internal Server Error', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout'}


class journaled:
    """The body; what became of it is written when the server closes it (PEP 3333)."""

    def __init__(self, body, request_id, status):
        self.parts = iter([body])
        self.request_id = request_id
        self.status = status
        self.sent = False

    def __iter__(self):
        return self

    def __next__(self):
        part = next(self.parts, None)
        if part is None:
            self.sent = True
            raise StopIteration
        return part

    def close(self):
        write(self.request_id, 'answered' if self.sent else 'aborted', status=self.status if self.sent else None)


def write(request_id, step, key=None, detail=None, status=None):
    line = {'t': round(time.clock_gettime(time.CLOCK_MONOTONIC) * 1000, 3), 'r': request_id, 's': step}
    if key is not None:
        line['k'] = key
    if status is not None:
        line['c'] = status
    if detail is not None:
        line['d'] = detail
    line['p'] = os.getpid()
    os.write(journal, (json.dumps(line) + '\n').encode())
