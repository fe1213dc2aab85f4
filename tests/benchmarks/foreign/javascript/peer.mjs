// The JavaScript client as a peer: drains what stdin tells it to, answers with the moments of completion.
import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { BasicAuthInterceptor, Client, Variables } from "camunda-external-task-client-js";

const MAX_TASKS = Number(process.env.TRY_MAX ?? 50);
const PARALLEL = process.env.TRY_PAR ? Number(process.env.TRY_PAR) : undefined;
const INTERVAL_MS = Number(process.env.TRY_INTERVAL ?? 10);
const LONG_POLL_MS = 1000;
const LOCK_MS = 60_000;
const SLOW_MS = 2000;

const login = new BasicAuthInterceptor({
  username: process.env.BENCH_USER,
  password: process.env.BENCH_PASSWORD,
});
// The client takes only "application/json" for JSON and hands out "application/json;charset=UTF-8",
// as an engine on Spring Boot sends it, as bytes.
const asJson = (response) => {
  if (response.headers["content-type"]?.startsWith("application/json;")) {
    response.headers["content-type"] = "application/json";
  }
  return response;
};
const interceptors = [login];
if (!process.env.TRY_NOHOOK) interceptors.push((config) => ({ ...config, hooks: { afterResponse: [asJson] } }));
if (process.env.TRY_SOCKETS) {
  const agent = { http: new Agent({ keepAlive: true, maxSockets: Number(process.env.TRY_SOCKETS) }) };
  interceptors.push((config) => ({ ...config, agent }));
}
if (process.env.TRY_BARE) interceptors.push((config) => ({ ...config, decompress: false, followRedirect: false, retry: { limit: 0 } }));

function fail(what, error) {
  console.error(`${what}: ${error?.message ?? error}`);
  process.exit(1);
}

async function drain(count, topics) {
  const stamps = Object.fromEntries(topics.map((topic) => [topic, []]));
  const client = new Client({
    baseUrl: process.env.BENCH_URL,
    workerId: `javascript-${randomUUID()}`,
    maxTasks: MAX_TASKS,
    maxParallelExecutions: PARALLEL,
    interval: INTERVAL_MS,
    lockDuration: LOCK_MS,
    asyncResponseTimeout: LONG_POLL_MS,
    interceptors,
    autoPoll: false,
  });
  // The client only tells of errors; here each ends the process.
  client.on("poll:error", (error) => fail("tasks could not be fetched", error));
  client.on("handler:error", (error) => fail("a task could not be completed", error));
  let polling = false;
  let left = count;
  await new Promise((resolve) => {
    const resolveIfOver = () => left <= 0 && !polling && resolve();
    client.on("poll:start", () => { polling = true; });
    client.on("poll:success", () => { polling = false; resolveIfOver(); });
    for (const topic of topics) {
      client.subscribe(topic, async ({ task, taskService }) => {
        if (topic.endsWith(".slow")) await sleep(SLOW_MS);
        await taskService.complete(task, new Variables().set("result", "done"));
        stamps[topic].push(process.hrtime.bigint());
        left -= 1;
        if (left <= 0) {
          client.stop();
          resolveIfOver(); // else when the open long poll has returned
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
