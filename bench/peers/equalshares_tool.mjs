// Drives the computation tool of equalshares.net (MIT) outside its page: its own parser and worker, from a folder that
// holds a copy of its repository. Prints {"winners", "cpu", "read"} as JSON; CPU seconds, reading apart.
//
//   node equalshares_tool.mjs TOOL_FOLDER FILE.pb none|add1|add1u floats|fractions

import { readFileSync } from "node:fs";
import { join } from "node:path";

const [tool, file, completion, accuracy] = process.argv.slice(2);
const source = (name) => readFileSync(join(tool, "js", name), "utf8");
const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const asModule = Buffer.from(source("pabulibParser.js")).toString("base64");
const { parsePabulibFromString } = await import(`data:text/javascript;base64,${asModule}`);

let told = null;
const importScripts = (name) => (0, eval)(source(name));
const postMessage = (message) => {
  if (message.type === "result") told = message;
};
// As a function rather than in a context of its own: there, every look at a global would cost the tool time.
const start = new Function("importScripts", "postMessage", "onmessage", `${source("methodOfEqualSharesWorker.js")}; return onmessage;`);
const tally = start(importScripts, postMessage);

const began = spent();
const instance = parsePabulibFromString(readFileSync(file, "utf8").replaceAll("\r", ""));
const read = spent() - began;
const params = {
  // Lowest cost, then most votes, then the order of the file, so that no tie makes the tool give up.
  tieBreaking: ["minCost", "maxVotes", Object.keys(instance.projects)],
  completion,
  add1options: ["exhaustive"],
  comparison: "none",
  accuracy,
  increment: 1,
};
const ready = spent();
tally({ data: { instance, params } });
console.log(JSON.stringify({ winners: told.winners, cpu: spent() - ready, read }));
