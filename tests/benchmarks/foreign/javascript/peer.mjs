// The JavaScript client as a peer: drains what stdin tells it to, answers with the moments of completion.
import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { BasicAuthInterceptor, Client, Variables } from "camunda-external-task-client-js";

const MAX_TASKS = 50;
const INTERVAL_MS = 10;
const LONG_POLL_MS = 1000;
const LOCK_MS = 60_000;
const SLOW_MS = 2000;
const CONNECTIONS = 8;

const login = new BasicAuthInterceptor({
  username: process.env.BENCH_USER,
  password: process.env.BENCH_PASSWORD,
});

// Node keeps connections alive anyhow, but the client would open as many as it has tasks: 8 give
// 1.03 × the tasks per second and 0.95 × the CPU (medians of 3 interleaved rounds of 300 tasks).
const agent = { http: new Agent({ keepAlive: true, maxSockets: CONNECTIONS }) };
const onFewConnections = (config) => ({ ...config, agent });

const MOST_FAILED_FETCHES = 20;

function fail(what, error) {
  console.error(`${what}: ${error?.message ?? error}`);
  process.exit(1);
}

async function drain(count, topics) {
  const stamps = Object.fromEntries(topics.map((topic) => [topic, []]));
  let left = count;
  let polling = false;
  const client = new Client({
    baseUrl: process.env.BENCH_URL,
    workerId: `javascript-${randomUUID()}`,
    maxTasks: MAX_TASKS,
    interval: INTERVAL_MS,
    lockDuration: LOCK_MS,
    asyncResponseTimeout: LONG_POLL_MS,
    interceptors: [login, onFewConnections],
    autoPoll: false,
  });
  // A fetch that meets another transaction in the engine fails now and then; the client polls again.
  let failedInARow = 0;
  client.on("poll:error", (error) => {
    polling = false;
    failedInARow += 1;
    if (failedInARow > MOST_FAILED_FETCHES) fail("tasks could not be fetched", error);
  });
  // The client only tells of errors; here a lost completion ends the process.
  client.on("handler:error", (error) => fail("a task could not be completed", error));
  await new Promise((resolve) => {
    const resolveIfOver = () => {
      if (left <= 0 && !polling) resolve(); // an open long poll could lock a task for nobody
    };
    client.on("poll:start", () => {
      polling = true;
    });
    client.on("poll:success", () => {
      polling = false;
      failedInARow = 0;
      resolveIfOver();
    });
    for (const topic of topics) {
      client.subscribe(topic, async ({ task, taskService }) => {
        if (topic.endsWith(".slow")) await sleep(SLOW_MS);
        await taskService.complete(task, new Variables().set("result", "done"));
        stamps[topic].push(process.hrtime.bigint());
        left -= 1;
        if (left <= 0) {
          client.stop();
          resolveIfOver();
        }
      });
    }
    client.start();
  });
  const list = (topic) => `${JSON.stringify(topic)}: [${stamps[topic].join(", ")}]`;
  return `{"stamps": {${topics.map(list).join(", ")}}}`;
}

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const [command, count, ...topics] = line.trim().split(/\s+/);
  if (command !== "drain" || topics.length === 0) fail("not understood", line);
  console.log(await drain(Number(count), topics));
}
