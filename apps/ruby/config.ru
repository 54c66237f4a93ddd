# The sample app as a Rack application, for Puma: docs/adding-an-upstream.md says what an app does.
# Each worker reads the order file again when it has changed, so that an order reaches every worker without a channel of its own.

require 'json'
require 'zlib'

class App
  NAME = ENV.fetch('GATEQUAKE_APP_NAME', 'app1')
  SERVICE_S = ENV.fetch('GATEQUAKE_APP_SERVICE_MS', '5').to_i / 1000.0
  STATE_FILE = ENV.fetch('GATEQUAKE_APP_STATE')
  # The fractional part of the golden ratio: the shares of every app agree about every request.
  GOLDEN = 0.6180339887498949

  def initialize
    @journal = File.open(ENV.fetch('GATEQUAKE_JOURNAL'), File::WRONLY | File::APPEND | File::CREAT, 0o644)
    @order = [nil, nil]
  end

  def call(env)
    id = env['PATH_INFO'] == '/healthz' ? nil : id_of(env)
    if id.nil?
      sleep SERVICE_S
      return answer(nil, 200)
    end

    method = env['REQUEST_METHOD']
    key = method == 'POST' ? env['HTTP_X_GATEQUAKE_KEY'] : nil
    # Read to its end; what it says does not matter.
    env['rack.input']&.read if method == 'POST'
    write(id, 'received', k: key)
    behaviour = treatment(id, method)
    write(id, 'committed', k: key) if key && commits?(behaviour)
    write(id, 'faulted', d: behaviour['do']) if behaviour
    serve(behaviour)
    answer(id, behaviour && behaviour['do'] == 'status' ? behaviour['status'] : 200)
  end

  private

  # From its header, or from the query string where a gateway dropped the header.
  def id_of(env)
    text = env['HTTP_X_GATEQUAKE_ID'] || env['QUERY_STRING'].to_s[/(?:\A|&)gq=([^&]*)/, 1]
    text&.match?(/\A\d{1,15}\z/) ? text.to_i : nil
  end

  def treatment(id, method)
    order = order_now
    return nil if order.nil? || (id * GOLDEN) % 1 >= order['share']

    order['methods'].nil? || order['methods'].include?(method) ? order['behaviour'] : nil
  end

  # Replaced whole by the supervisor: another inode is another state. Threads may read it twice, and keep the same.
  def order_now
    state = File.stat(STATE_FILE)
    seen = [state.ino, state.mtime]
    @order = [seen, JSON.parse(File.read(STATE_FILE))['order']] if @order[0] != seen
    @order[1]
  end

  # What refuses to work has not done the work.
  def commits?(behaviour)
    case behaviour && behaviour['do']
    when 'hang', 'crash' then false
    when 'status' then behaviour['status'] < 400
    else true
    end
  end

  def serve(behaviour)
    case behaviour && behaviour['do']
    when 'slow-first-byte' then sleep [behaviour['delayMs'] / 1000.0, SERVICE_S].max
    when 'hang' then sleep
    when 'crash'
      Process.kill(behaviour['signal'], Process.pid)
      sleep
    else sleep SERVICE_S
    end
  end

  def answer(id, status)
    number = id || -1
    words = "request #{number} answered. "
    size = 200 + (number.abs * 37) % 200
    body = (words * (size / words.bytesize + 1)).byteslice(0, size)
    headers = {
      'content-type' => 'text/plain',
      'x-gatequake-app' => NAME,
      'x-gatequake-length' => size.to_s,
      'x-gatequake-crc32' => format('%08x', Zlib.crc32(body)),
      'content-length' => size.to_s
    }
    [status, headers, Journaled.new(body) { |sent| id && write(id, *(sent ? ['answered', {c: status}] : ['aborted', {}])) }]
  end

  # One line, one write(2), with O_APPEND.
  def write(id, step, more = {})
    t = Process.clock_gettime(Process::CLOCK_MONOTONIC, :float_millisecond).round(3)
    @journal.syswrite("#{JSON.generate({t: t, r: id, s: step, **more.compact, p: Process.pid})}\n")
  end

  # The body; what became of it is told when the server closes it.
  class Journaled
    def initialize(body, &closed)
      @body = body
      @closed = closed
      @sent = false
    end

    def each
      yield @body
      @sent = true
    end

    def close
      @closed.call(@sent)
    end
  end
end

run App.new
