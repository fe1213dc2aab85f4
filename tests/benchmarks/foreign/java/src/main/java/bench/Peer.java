package bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.client.ExternalTaskClient;
import org.camunda.bpm.client.backoff.ErrorAwareBackoffStrategy;
import org.camunda.bpm.client.exception.ExternalTaskClientException;
import org.camunda.bpm.client.interceptor.auth.BasicAuthProvider;
import org.camunda.bpm.client.task.ExternalTask;
import org.camunda.bpm.client.task.ExternalTaskService;

/**
 * The Java client as a peer: drains what stdin tells it to, answers with the moments of completion.
 *
 * <p>As it comes, but with 50 tasks a fetch, no backoff and long polling. Its HTTP client is left
 * alone: it keeps connections alive already, and one without cookies, compression, redirects and
 * cached logins (customizeHttpClient) gave 0.98 × the tasks per second (medians of 3 interleaved
 * rounds of 300 tasks on 2 cores). It completes one task after the other; its argument is the number
 * of clients side by side, each with all topics: four gave 1.3 × the tasks per second of one, and
 * 1.4 × with five topics (one round of 500 tasks each), at the price of writing that oneself.
 */
public final class Peer {

  private static final int MAX_TASKS = 50;
  private static final int MOST_FAILED_FETCHES = 20;
  private static final long LONG_POLL_MILLIS = 1000;
  private static final long LOCK_MILLIS = 60_000;
  private static final long SLOW_MILLIS = 2000;

  /** Stdout belongs to the protocol. */
  private static final PrintStream ANSWERS = System.out;

  private Peer() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int clientsAtOnce = Integer.parseInt(arguments[0]);
    System.setOut(System.err);
    ExternalTaskClient.create(); // loads the library
    answer("ready");
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      List<String> words = Arrays.asList(line.trim().split("\\s+"));
      if (words.size() < 3 || !words.get(0).equals("drain")) {
        fail("not understood: " + line, null);
      }
      answer(drain(clientsAtOnce, Integer.parseInt(words.get(1)), words.subList(2, words.size())));
    }
  }

  private static String drain(int clientsAtOnce, int count, List<String> topics) throws InterruptedException {
    CountDownLatch left = new CountDownLatch(count);
    Map<String, Queue<Long>> stamps =
        topics.stream().collect(Collectors.toMap(Function.identity(), topic -> new ConcurrentLinkedQueue<>()));
    List<ExternalTaskClient> clients = new ArrayList<>();
    for (int number = 0; number < clientsAtOnce; number++) {
      ExternalTaskClient client = client();
      for (String topic : topics) {
        client
            .subscribe(topic)
            .handler((task, service) -> {
              complete(task, service);
              stamps.get(topic).add(System.nanoTime());
              left.countDown();
            })
            .open();
      }
      clients.add(client);
    }
    left.await();
    stop(clients);
    return stamps.entrySet().stream()
        .map(each -> "\"" + each.getKey() + "\": " + each.getValue())
        .collect(Collectors.joining(", ", "{\"stamps\": {", "}}"));
  }

  /** All at once: each waits until its open long poll has returned, and polls again until then. */
  private static void stop(List<ExternalTaskClient> clients) throws InterruptedException {
    List<Thread> stops = clients.stream().map(client -> new Thread(client::stop)).collect(Collectors.toList());
    stops.forEach(Thread::start);
    for (Thread each : stops) {
      each.join();
    }
  }

  private static ExternalTaskClient client() {
    return ExternalTaskClient.create()
        .baseUrl(System.getenv("BENCH_URL"))
        .workerId("java-" + UUID.randomUUID())
        .addInterceptor(new BasicAuthProvider(System.getenv("BENCH_USER"), System.getenv("BENCH_PASSWORD")))
        .maxTasks(MAX_TASKS)
        .asyncResponseTimeout(LONG_POLL_MILLIS)
        .lockDuration(LOCK_MILLIS)
        .backoffStrategy(new NoBackoff())
        .build();
  }

  private static void complete(ExternalTask task, ExternalTaskService service) {
    try {
      if (task.getTopicName().endsWith(".slow")) {
        Thread.sleep(SLOW_MILLIS);
      }
      service.complete(task, Map.of("result", "done"));
    } catch (ExternalTaskClientException | InterruptedException error) {
      fail("a task could not be completed", error); // the client itself would only log it
    }
  }

  private static void answer(String line) {
    ANSWERS.println(line);
    ANSWERS.flush();
  }

  private static void fail(String what, Throwable error) {
    System.err.println(what + (error == null ? "" : ": " + error));
    Runtime.getRuntime().halt(1); // from whatever thread, without waiting for the others
  }

  /**
   * No wait between two fetches, as with {@code disableBackoffStrategy}. A fetch that meets another transaction in the
   * engine fails now and then and is tried again at once, as the client does anyway; one that always fails ends the process.
   */
  private static final class NoBackoff implements ErrorAwareBackoffStrategy {
    private int failedInARow;

    @Override
    public void reconfigure(List<ExternalTask> tasks, ExternalTaskClientException error) {
      failedInARow = error == null ? 0 : failedInARow + 1;
      if (failedInARow > MOST_FAILED_FETCHES) {
        fail("tasks could not be fetched", error);
      }
    }

    @Override
    public long calculateBackoffTime() {
      return 0;
    }
  }
}
