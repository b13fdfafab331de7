// Checks a published tally in the reader's own browser: the election and the result, two JSON files, nothing else.
// The same checks as certificate.py, written from the rule's definition; whole numbers throughout (BigInt), no floats.
//
//   const answer = await verifyTexts(resultText, electionText);   // {verdict: "true" | "false" | "not_proven", problems, unchecked}
//
// `verify(result, election)` takes the documents as objects. Plain script: in a page load verifier-form.js and
// verifier-trail.js before it; in Node it is `require`d, or run, with exit code 0 true, 1 false, 3 not proven:
//
//   node verifier.js RESULT ELECTION [--hash HASH] [--json]
"use strict";

(() => {
const inNode = typeof module !== "undefined";
const needed = inNode ? require("./verifier-form.js") : globalThis.verifierForm;
if (!needed) throw new Error("verifier-form.js has to be loaded before verifier.js.");
const { FormError, byCodePoint, checkForm, parsed: readJson } = needed;
const trailFindingsOf = inNode ? require("./verifier-trail.js").trailFindings : globalThis.trailFindings;
const MOST_BITS = 2000000; // of the common denominator of a run

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort(byCodePoint);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

async function sha256(text) {
  const bytes = await globalThis.crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Fractions as [numerator, denominator], denominator positive.
const gcd = (a, b) => {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
};
const fraction = (n, d = 1n) => {
  const common = gcd(n, d) || 1n;
  return d < 0n ? [-n / common, -d / common] : [n / common, d / common];
};
const written = ([n, d]) => (d === 1n ? String(n) : `${n}/${d}`);
const parsed = (text) => fraction(...text.split("/").map(BigInt));
const less = (a, b) => a[0] * b[1] < b[0] * a[1];
const same = (a, b) => a[0] * b[1] === b[0] * a[1];
const lcm = (a, b) => (a / gcd(a, b)) * b;
const min = (a, b) => (a < b ? a : b);

class Check {
  constructor(result, election) {
    this.result = result;
    this.rule = result.rule;
    this.ids = election.projects.map(([id]) => id);
    this.costs = election.projects.map(([, cost]) => BigInt(cost));
    this.index = new Map(this.ids.map((id, at) => [id, at]));
    this.budget = BigInt(election.budget);
    this.minor = BigInt(election.minor);
    this.unit = BigInt(election.weight_unit);
    this.scoring = election.scoring;
    this.persons = election.ballots.map(([voters]) => BigInt(voters));
    this.weights = election.ballots.map(([, weight]) => BigInt(weight));
    this.backers = this.ids.map(() => []);
    election.ballots.forEach(([, , projects, scores], ballot) => {
      projects.forEach((project, at) => this.backers[project].push([ballot, BigInt(scores ? scores[at] : 1)]));
    });
    this.voters = this.backers.map((rows) => rows.reduce((sum, [g]) => sum + this.persons[g], 0n));
    this.votes = this.backers.map((rows) => rows.reduce((sum, [g]) => sum + this.weights[g], 0n));
    this.points = this.backers.map((rows) => rows.reduce((sum, [g, s]) => sum + this.weights[g] * s, 0n));
    this.values = this.costs.map((cost) => (this.rule.utility === "cost" ? cost : 1n));
    this.findings = [];
  }

  say(text) {
    this.findings.push(text);
  }

  async placeTies() {
    const order = this.ids.map((_, at) => at).sort((a, b) => byCodePoint(this.ids[a], this.ids[b]));
    if (this.rule.ties !== "lexical") {
      const seed = this.rule.ties.slice(this.rule.ties.indexOf(":") + 1);
      const lots = await Promise.all(this.ids.map((id) => sha256(`${seed}\n${id}`)));
      const sign = (value) => (value < 0n ? -1 : value > 0n ? 1 : 0);
      order.sort(
        (a, b) =>
          sign(this.costs[a] - this.costs[b]) ||
          sign(this.votes[b] - this.votes[a]) ||
          (lots[a] < lots[b] ? -1 : lots[a] > lots[b] ? 1 : 0),
      );
    }
    this.place = new Array(order.length);
    order.forEach((project, place) => (this.place[project] = place));
  }

  check() {
    const winners = this.result.winners.map((id) => this.index.get(id));
    const spent = this.total(winners);
    if (String(spent) !== this.result.spent) this.say(`The winners cost ${spent}, the result says ${this.result.spent}.`);
    if (spent > this.budget) this.say(`The winners cost ${spent}, more than the budget ${this.budget}.`);
    if (this.rule.method === "equal-shares") this.equalShares(winners);
    else if (this.rule.method === "phragmen") this.phragmen(winners);
    else this.greedy([], winners);
    this.figures(winners);
  }

  // What is said of the whole, and of each project.
  figures(winners) {
    const told = this.result.figures;
    const sum = (amounts) => amounts.reduce((all, one) => all + one, 0n);
    const pleased = new Set(winners.flatMap((c) => this.backers[c].map(([ballot]) => ballot)));
    const nothing = sum(this.weights.filter((_, ballot) => !pleased.has(ballot)));
    const figures = {
      budget: String(this.budget),
      minor: String(this.minor),
      voters: Number(sum(this.persons)),
      weight: Number(sum(this.weights)),
      weight_unit: Number(this.unit),
      scoring: this.scoring,
      with_nothing: written(fraction(nothing, sum(this.weights))),
    };
    for (const [name, figure] of Object.entries(figures)) {
      if (told[name] !== figure) this.say(`The figure ${name} is not so.`);
    }
    const stated = this.result.projects;
    if (stated.length !== this.ids.length || stated.some(([id], c) => id !== this.ids[c])) {
      this.say("The result lists other projects than the election.");
      return;
    }
    const shared = this.rule.method === "equal-shares";
    stated.forEach((row, c) => {
      const figuresOf = [this.ids[c], String(this.costs[c]), ...[this.voters, this.votes, this.points].map((of) => Number(of[c]))];
      if (figuresOf.some((figure, at) => row[at] !== figure)) {
        this.say(`${row[0]}: its cost, supporters, votes or points are not as the result says.`);
      }
      if ((row[5] === null) === shared || (row[5] !== null && this.left && row[5] !== written(this.left[c]))) {
        this.say(`${row[0]}: what its supporters have left is not as the result says.`);
      }
    });
  }

  total(projects) {
    return projects.reduce((sum, c) => sum + this.costs[c], 0n);
  }

  shut(chosen) {
    const won = new Set(chosen);
    const out = new Set();
    this.voters.forEach((voters, c) => voters < BigInt(this.rule.minimum_votes) && out.add(c));
    for (const group of this.rule.incompatible) {
      const members = group.map((id) => this.index.get(id));
      if (members.some((c) => won.has(c))) members.forEach((c) => out.add(c));
    }
    for (const quota of this.rule.quotas) {
      const members = quota.members.map((id) => this.index.get(id));
      const inside = members.filter((c) => won.has(c));
      if (quota.projects !== null && inside.length >= quota.projects) members.forEach((c) => out.add(c));
      if (quota.cost !== null) {
        const left = BigInt(quota.cost) - this.total(inside);
        members.forEach((c) => this.costs[c] > left && out.add(c));
      }
    }
    won.forEach((c) => out.delete(c));
    return out;
  }

  room(bought) {
    const left = this.budget - this.total(bought);
    return this.open(bought).filter((c) => this.costs[c] <= left);
  }

  startingShare() {
    const start = fraction(this.budget * this.unit, this.weights.reduce((sum, w) => sum + w, 0n));
    return this.rule.start === "floor" ? [(start[0] / start[1] / this.minor) * this.minor, 1n] : start;
  }

  open(chosen) {
    const out = this.shut(chosen);
    chosen.forEach((c) => out.add(c));
    return this.ids.map((_, c) => c).filter((c) => !out.has(c) && this.points[c] > 0n);
  }

  equalShares(winners) {
    const { run, overspent } = this.result;
    const bought = run.purchases.map(([id]) => this.index.get(id));
    const filled = this.result.filled.map((id) => this.index.get(id));
    if (String(winners) !== String([...bought, ...filled])) this.say("The winners are not the purchases followed by the fill.");
    const start = this.startingShare();
    const share = parsed(run.share);
    const { steps, trail } = this.result;
    const due = [start[0] + BigInt(steps) * this.minor * start[1], start[1]];
    if (!same(share, due)) this.say(`The share is not the starting share raised by ${steps} steps.`);
    this.left = this.run(run, "");
    if (this.rule.completion === "none") return;
    this.stopping(bought, share, overspent);
    if (trail) for (const finding of trailFindingsOf(this, trail, steps)) this.say(finding);
    if (this.rule.completion === "add1u") this.greedy(bought, filled);
  }

  stopping(bought, share, after) {
    const room = this.room(bought);
    if (this.result.stop !== (room.length ? "overspends" : "exhaustive")) {
      this.say(`The result gives '${this.result.stop}' as the reason to stop; that is not so.`);
    }
    if (!after) {
      if (room.length) this.say(`Raising stopped although ${this.ids[room[0]]} still fits into the budget.`);
      return;
    }
    if (!same(parsed(after.share), [share[0] + this.minor * share[1], share[1]])) this.say("The run said to overspend is not the next step.");
    if (this.total(after.purchases.map(([id]) => this.index.get(id))) <= this.budget) this.say("The next step does not overspend.");
    this.run(after, "In the next step: ");
  }

  run(run, before) {
    const share = parsed(run.share);
    const prices = run.purchases.map(([, price]) => parsed(price));
    const whole = prices.reduce((common, [, d]) => {
      const larger = lcm(common, d);
      if (larger.toString(16).length * 4 > MOST_BITS) throw new FormError("run.purchases");
      return larger;
    }, share[1]);
    const held = new Array(this.weights.length).fill((share[0] * whole) / share[1]);
    const chosen = [];
    const poor = new Set();
    for (const [turn, [id]] of run.purchases.entries()) {
      const project = this.index.get(id);
      if (!this.open(chosen).includes(project)) {
        this.say(`${before}${id} may not be bought: shut out by the rule, bought before, or without support.`);
        return null;
      }
      const asked = (prices[turn][0] * whole) / prices[turn][1];
      this.cheapest(project, asked, whole, held, chosen, poor, before);
      if (asked && !this.costs[project]) this.say(`${before}${id} costs nothing and has a price.`);
      let paid = 0n;
      let somebody = false; // pays the price in full: where all give all they have, a higher one would raise no more
      for (const [ballot, score] of this.backers[project]) {
        somebody ||= held[ballot] >= asked * score;
        const gift = min(held[ballot], asked * score);
        held[ballot] -= gift;
        paid += this.weights[ballot] * gift;
      }
      if (paid !== this.costs[project] * this.unit * whole || !somebody) this.say(`${before}${id}: what its supporters pay is not its cost.`);
      chosen.push(project);
    }
    for (const other of this.open(chosen)) {
      if (!poor.has(other) && this.money(other, held) >= this.costs[other] * this.unit * whole) {
        this.say(`${before}${this.ids[other]} could still be bought.`);
      }
    }
    return this.ids.map((_, c) => fraction(this.money(c, held), whole * this.unit));
  }

  money(project, held) {
    return this.backers[project].reduce((sum, [ballot]) => sum + this.weights[ballot] * held[ballot], 0n);
  }

  cheapest(project, asked, whole, held, chosen, poor, before) {
    const value = this.values[project];
    for (const other of this.open(chosen)) {
      if (other === project || poor.has(other)) continue;
      if (!this.costs[other] || !this.costs[project]) {
        if (!this.costs[other] && (this.costs[project] || this.place[other] < this.place[project])) {
          this.say(`${before}${this.ids[other]} costs nothing and comes before ${this.ids[project]}.`);
        }
        continue;
      }
      const cost = this.costs[other] * this.unit * whole;
      if (this.money(other, held) < cost) {
        poor.add(other); // money only leaves: it can never be bought any more
        continue;
      }
      const limit = asked * this.values[other];
      const given = this.backers[other].reduce((sum, [g, s]) => sum + this.weights[g] * min(held[g] * value, limit * s), 0n);
      if (given < cost * value) continue;
      const cheaper = given > cost * value || this.backers[other].every(([g, s]) => held[g] * value < limit * s);
      if (cheaper || this.place[other] < this.place[project]) {
        this.say(`${before}${this.ids[other]} was ${cheaper ? "cheaper" : "tied and earlier"} than ${this.ids[project]}.`);
      }
    }
  }

  // Order of merit: utility for money downwards, then the tie order. What costs nothing comes first, if anybody wants it.
  ahead(a, b) {
    const rank = (c) => (this.costs[c] ? 1 : this.points[c] ? 0 : 2);
    const [x, y] = [rank(a), rank(b)];
    if (x !== y && (x === 0 || y === 0)) return x === 0;
    const worth = (c) => (this.costs[c] ? fraction(this.points[c] * this.values[c], this.costs[c]) : [0n, 1n]);
    const [u, v] = [worth(a), worth(b)];
    if (x !== 0 && !same(u, v)) return less(v, u);
    return this.place[a] < this.place[b];
  }

  greedy(chosen, added) {
    const won = [...chosen];
    let left = this.budget - this.total(won);
    for (const step of [...added, null]) {
      const out = this.shut(won);
      const fits = this.ids.map((_, c) => c).filter((c) => !out.has(c) && !won.includes(c) && this.costs[c] <= left);
      const best = fits.reduce((first, c) => (first === null || this.ahead(c, first) ? c : first), null);
      if (best === step && step === null) return;
      if (step === null) return this.say(`By votes, ${this.ids[best]} still fits.`);
      if (best !== step) return this.say(`By votes, ${this.ids[step]} does not come next.`);
      won.push(step);
      left -= this.costs[step];
    }
  }

  phragmen(winners) {
    if (this.scoring !== "approval") return this.say("Phragmén's rule knows no ballots with scores.");
    const times = this.result.earned.map(parsed);
    const last = new Array(this.weights.length).fill(-1);
    const chosen = [];
    let left = this.budget;
    for (const project of [...winners, null]) {
      const open = this.open(chosen).filter((c) => this.costs[c] <= this.budget);
      const due = new Map(open.map((c) => [c, this.due(c, last, times)]));
      const first = [...due.values()].reduce((best, at) => (best === null || less(at, best) ? at : best), null);
      const tied = first ? open.filter((c) => same(due.get(c), first)) : [];
      const fits = tied.length > 0 && tied.every((c) => this.costs[c] <= left);
      if (project === null) {
        if (fits) this.say("The next project still fits into the budget.");
        return;
      }
      const next = tied.reduce((best, c) => (best === null || this.place[c] < this.place[best] ? c : best), null);
      if (!fits || next !== project || !same(times[chosen.length], first)) return this.say(`${this.ids[project]} was not the first to be due.`);
      for (const [ballot] of this.backers[project]) last[ballot] = chosen.length;
      chosen.push(project);
      left -= this.costs[project];
    }
  }

  due(project, last, times) {
    const weights = new Map();
    for (const [ballot] of this.backers[project]) weights.set(last[ballot], (weights.get(last[ballot]) ?? 0n) + this.weights[ballot]);
    let sum = [this.costs[project] * this.unit, 1n];
    for (const [turn, weight] of weights) {
      if (turn >= 0) sum = fraction(sum[0] * times[turn][1] + weight * times[turn][0] * sum[1], sum[1] * times[turn][1]);
    }
    return fraction(sum[0], sum[1] * this.votes[project]);
  }
}

// What is wrong with the hashes: of the election, of the result, and those seen elsewhere.
async function strange(result, election, hashes) {
  const found = [];
  const { digest, ...rest } = result;
  if (result.election !== (await sha256(canonical(election)))) {
    found.push("The result names another election than the one given (the hashes differ).");
  }
  if (digest !== (await sha256(canonical(rest)))) {
    found.push("The result is not the one its own hash names: it was changed after it was published.");
  }
  for (const hash of hashes) {
    if (hash.toLowerCase() !== result.election && hash.toLowerCase() !== digest) {
      found.push(`Neither the election nor the result has the hash ${hash}.`);
    }
  }
  return found;
}

function answer(problems, unchecked = []) {
  return { verdict: problems.length ? "false" : unchecked.length ? "not_proven" : "true", problems, unchecked };
}

// What the proof does not speak of: earlier steps without a trail, and which projects a quota is about.
function uncheckedOf({ steps, trail, rule }) {
  const found = rule.quotas.map(
    ({ name, members }) =>
      `That the members of the quota '${name}' are exactly ${members.join(", ")}: the election does not say what kind each project is of.`,
  );
  if (!steps || trail) return found;
  const count = steps.toLocaleString("en-US");
  return [`That none of the ${count} earlier steps of Add1 should have stopped: the result carries no trail of them.`, ...found];
}

// Judge a result: each claim that is not so, and each that was not reckoned again. `hashes` were seen elsewhere.
async function verify(result, election, hashes = []) {
  if (!trailFindingsOf) throw new Error("verifier-trail.js has to be loaded before verifier.js.");
  try {
    checkForm(result, election);
    const problems = await strange(result, election, hashes);
    if (problems.length) return answer(problems);
    const check = new Check(result, election);
    await check.placeTies();
    check.check();
    return answer(check.findings, uncheckedOf(result));
  } catch (wrong) {
    if (!(wrong instanceof FormError || wrong instanceof RangeError || wrong instanceof TypeError)) throw wrong;
    return answer([wrong instanceof FormError ? wrong.message : new FormError(wrong.name).message]);
  }
}

// The same from the texts of the two files, which are read more strictly than JSON.parse reads.
async function verifyTexts(result, election, hashes = []) {
  try {
    return await verify(readJson(result), readJson(election), hashes);
  } catch (wrong) {
    if (!(wrong instanceof FormError)) throw wrong;
    return answer([wrong.message]);
  }
}

function holds({ rule, winners, election, steps, trail }) {
  const limits = rule.incompatible.length ? [`incompatible ${rule.incompatible.length}`] : [];
  const by = [rule.method, rule.utility, rule.completion, rule.start, rule.ties, `minimum_votes ${rule.minimum_votes}`, ...limits];
  const wentOn = trail ? ` Add1 rightly went on at every earlier step (${steps.toLocaleString("en-US")}).` : "";
  return `the result holds: ${winners.length} winners of election ${election} by ${by.join(", ")}.${wentOn}`;
}

async function command(words) {
  const { readFileSync } = require("node:fs");
  const paths = [], hashes = [];
  let json = false;
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === "--json") json = true;
    else if (words[at] === "--hash") hashes.push(words[(at += 1)] ?? "");
    else paths.push(words[at]);
  }
  if (paths.length !== 2) {
    console.error("node verifier.js RESULT ELECTION [--hash HASH] [--json]");
    return 2;
  }
  let told;
  const texts = [];
  try {
    texts.push(...paths.map((path) => new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path))));
    told = await verifyTexts(...texts, hashes);
  } catch (wrong) {
    told = answer([`A file cannot be read: ${wrong.message}`]);
  }
  if (json) console.log(JSON.stringify(told));
  else {
    const name = { true: "True", false: "False", not_proven: "Not proven" }[told.verdict];
    const first = told.problems[0] ?? (told.unchecked.join(" ") || holds(readJson(texts[0])));
    console.log([`${name}: ${first}`, ...[...told.problems.slice(1), ...(told.problems.length ? told.unchecked : [])].map((one) => `  ${one}`)].join("\n"));
  }
  return { true: 0, false: 1, not_proven: 3 }[told.verdict];
}

if (inNode) {
  module.exports = { verify, verifyTexts, canonical, sha256 };
  if (require.main === module) command(process.argv.slice(2)).then((code) => (process.exitCode = code));
} else {
  Object.assign(globalThis, { verify, verifyTexts });
}
})();
