<%--
	The sample app as a page for Tomcat, which compiles it at its start, so that no compiler is needed in the image:
	docs/adding-an-upstream.md says what an app does. The order file is read at each request.
--%><%@ page trimDirectiveWhitespaces="true" session="false" contentType="text/plain" buffer="64kb"
	import="java.io.*, java.nio.charset.StandardCharsets, java.nio.file.*, java.util.*, java.util.regex.*, java.util.zip.CRC32" %><%!
	static final String NAME = System.getenv().getOrDefault("GATEQUAKE_APP_NAME", "app1");
	static final long SERVICE_MS = Long.parseLong(System.getenv().getOrDefault("GATEQUAKE_APP_SERVICE_MS", "5"));
	static final Path STATE_FILE = Path.of(System.getenv("GATEQUAKE_APP_STATE"));
	static final long PID = ProcessHandle.current().pid();
	// The fractional part of the golden ratio: the shares of every app agree about every request.
	static final double GOLDEN = 0.6180339887498949;
	FileOutputStream journal;

	public void jspInit() {
		try {
			journal = new FileOutputStream(System.getenv("GATEQUAKE_JOURNAL"), true);
		} catch (FileNotFoundException error) {
			throw new UncheckedIOException(error);
		}
	}

	record Order(double share, List<String> methods, String does, long delayMs, int status) {}

	/** From its header, or from the query where a gateway dropped the header; null where there is none, and for probes. */
	Long idOf(HttpServletRequest request) {
		if (request.getRequestURI().equals("/healthz")) return null;
		String text = request.getHeader("x-gatequake-id");
		if (text == null) {
			Matcher query = Pattern.compile("(?:^|&)gq=([^&]*)").matcher(Objects.requireNonNullElse(request.getQueryString(), ""));
			text = query.find() ? query.group(1) : "";
		}
		return text.matches("\\d{1,15}") ? Long.valueOf(text) : null;
	}

	/** The state is written by our own supervisor, whole and flat: three patterns read it, where a parser would be a library more. */
	Order orderFor(long id, String method) throws IOException {
		String state = Files.readString(STATE_FILE);
		String does = find(state, "\"do\":\"([^\"]+)\"");
		if (does == null) return null;
		Order order = new Order(
			Double.parseDouble(find(state, "\"share\":([-+.eE\\d]+)")),
			methodsIn(find(state, "\"methods\":\\[([^\\]]*)\\]")),
			does,
			Long.parseLong(Objects.requireNonNullElse(find(state, "\"delayMs\":(\\d+)"), "0")),
			Integer.parseInt(Objects.requireNonNullElse(find(state, "\"status\":(\\d+)"), "200")));
		return (id * GOLDEN) % 1 < order.share() && (order.methods() == null || order.methods().contains(method)) ? order : null;
	}

	List<String> methodsIn(String list) {
		return list == null ? null : List.of(list.replace("\"", "").split(","));
	}

	String find(String text, String pattern) {
		Matcher match = Pattern.compile(pattern).matcher(text);
		return match.find() ? match.group(1) : null;
	}

	/** What refuses to work has not done the work. */
	boolean commits(Order order) {
		return order == null || !(order.does().equals("hang") || order.does().equals("crash") || order.does().equals("status") && order.status() >= 400);
	}

	/** One line, one write(2), with O_APPEND. */
	void write(long id, String step, String more) throws IOException {
		String line = String.format(Locale.ROOT, "{\"t\":%.3f,\"r\":%d,\"s\":\"%s\"%s,\"p\":%d}%n", System.nanoTime() / 1e6, id, step, more, PID);
		journal.write(line.getBytes(StandardCharsets.UTF_8));
	}

	void serve(Order order) throws Exception {
		String does = order == null ? "" : order.does();
		if (does.equals("hang")) Thread.sleep(Long.MAX_VALUE);
		Thread.sleep(does.equals("slow-first-byte") ? Math.max(order.delayMs(), SERVICE_MS) : SERVICE_MS);
	}
%><%
	Long id = idOf(request);
	Order order = null;
	if (id == null) {
		Thread.sleep(SERVICE_MS);
	} else {
		String method = request.getMethod();
		String key = method.equals("POST") ? request.getHeader("x-gatequake-key") : null;
		// Read to its end; what it says does not matter.
		request.getInputStream().readAllBytes();
		String keyed = key == null ? "" : ",\"k\":\"" + key.replaceAll("[^-\\w]", "") + "\"";
		write(id, "received", keyed);
		order = orderFor(id, method);
		if (key != null && commits(order)) write(id, "committed", keyed);
		if (order != null) write(id, "faulted", ",\"d\":\"" + order.does() + "\"");
		serve(order);
	}
	int status = order != null && order.does().equals("status") ? order.status() : 200;
	long number = id == null ? -1 : id;
	String words = "request " + number + " answered. ";
	int size = 200 + (int) (Math.abs(number) * 37 % 200);
	byte[] body = words.repeat(size / words.length() + 1).substring(0, size).getBytes(StandardCharsets.UTF_8);
	CRC32 checksum = new CRC32();
	checksum.update(body);
	response.setStatus(status);
	response.setHeader("x-gatequake-app", NAME);
	response.setHeader("x-gatequake-length", Integer.toString(size));
	response.setHeader("x-gatequake-crc32", String.format("%08x", checksum.getValue()));
	response.setContentLength(size);
	try {
		out.write(new String(body, StandardCharsets.UTF_8));
		out.flush();
		if (id != null) write(id, "answered", ",\"c\":" + status);
	} catch (IOException error) {
		if (id != null) write(id, "aborted", "");
	}
%>
