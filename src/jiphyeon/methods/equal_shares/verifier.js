// Checks a published tally in the reader's own browser: the election and the result, two JSON files, nothing else.
// The same checks as certificate.py, written from the rule's definition; whole numbers throughout (BigInt), no floats.
//
//   const findings = await verify(result, election);   // [] where the result holds
//   leftUnproven(result);                              // what that proof does not speak of; [] where it is whole
//
// Plain script: in a page it defines `verify` on window (load verifier-trail.js before it); in Node it is `require`d, or
// run: node verifier.js RESULT ELECTION
"use strict";

const byCodePoint = (a, b) => {
  const [x, y] = [[...a], [...b]];
  for (let at = 0; at < Math.min(x.length, y.length); at += 1) {
    if (x[at] !== y[at]) return x[at].codePointAt(0) - y[at].codePointAt(0);
  }
  return x.length - y.length;
};

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
const parsed = (text) => fraction(...text.split("/").map(BigInt));
const less = (a, b) => a[0] * b[1] < b[0] * a[1];
const same = (a, b) => a[0] * b[1] === b[0] * a[1];
const lcm = (a, b) => (a / gcd(a, b)) * b;
const min = (a, b) => (a < b ? a : b);

const trailFindingsOf = typeof module === "undefined" ? globalThis.trailFindings : require("./verifier-trail.js").trailFindings;

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
    this.weights = election.ballots.map(([weight]) => BigInt(weight));
    this.backers = this.ids.map(() => []);
    for (const [weight, projects, scores] of election.ballots) {
      const good = (amount) => Number.isSafeInteger(amount) && amount > 0;
      const stand = projects.every((c) => Number.isSafeInteger(c) && c in this.ids) && new Set(projects).size === projects.length;
      if (!good(weight) || !stand || (scores && (scores.length !== projects.length || !scores.every(good)))) {
        throw new RangeError(`a ballot that cannot be read: ${JSON.stringify([weight, projects, scores])}`);
      }
    }
    election.ballots.forEach(([, projects, scores], ballot) => {
      projects.forEach((project, at) => this.backers[project].push([ballot, BigInt(scores ? scores[at] : 1)]));
    });
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
    const unknown = this.result.winners.filter((id) => !this.index.has(id));
    if (unknown.length) return this.say(`Winners that do not stand: ${unknown.join(", ")}.`);
    const winners = this.result.winners.map((id) => this.index.get(id));
    if (new Set(winners).size !== winners.length) this.say("A project wins twice.");
    const spent = this.total(winners);
    if (String(spent) !== this.result.spent) this.say(`The winners cost ${spent}, the result says ${this.result.spent}.`);
    if (spent > this.budget) this.say(`The winners cost ${spent}, more than the budget ${this.budget}.`);
    if (this.rule.method === "equal-shares") this.equalShares(winners);
    else if (this.rule.method === "phragmen") this.phragmen(winners);
    else this.greedy([], winners);
  }

  total(projects) {
    return projects.reduce((sum, c) => sum + this.costs[c], 0n);
  }

  shut(chosen) {
    const won = new Set(chosen);
    const out = new Set();
    this.votes.forEach((votes, c) => votes < BigInt(this.rule.minimum_votes) * this.unit && out.add(c));
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
    if (!Number.isSafeInteger(steps) || steps < 0 || !same(share, due)) this.say(`The share ${run.share} is not the starting share raised by ${steps} steps.`);
    this.run(run, "");
    if (this.rule.completion === "none") {
      if (steps || filled.length) this.say("The rule has no completion, yet the share was raised or projects were added.");
      return;
    }
    this.stopping(bought, share, overspent);
    if (trail) for (const finding of trailFindingsOf(this, trail, steps)) this.say(finding);
    if (this.rule.completion === "add1u") this.greedy(bought, filled);
    else if (filled.length) this.say("The rule has no greedy fill, yet projects were added.");
  }

  stopping(bought, share, after) {
    const room = this.room(bought);
    if (this.result.stop !== (room.length ? "overspends" : "exhaustive")) {
      this.say(`The result gives '${this.result.stop}' as the reason to stop; that is not so.`);
    }
    if (!room.length) return;
    if (!after) {
      this.say(`Raising stopped although ${this.ids[room[0]]} still fits into the budget.`);
      return;
    }
    if (!same(parsed(after.share), [share[0] + this.minor * share[1], share[1]])) this.say("The run said to overspend is not the next step.");
    if (this.total(after.purchases.map(([id]) => this.index.get(id))) <= this.budget) this.say("The next step does not overspend.");
    this.run(after, "In the next step: ");
  }

  run(run, before) {
    const share = parsed(run.share);
    const prices = run.purchases.map(([, price]) => parsed(price));
    const whole = prices.reduce((sum, [, d]) => lcm(sum, d), share[1]);
    const held = new Array(this.weights.length).fill((share[0] * whole) / share[1]);
    const chosen = [];
    const poor = new Set();
    for (const [turn, [id]] of run.purchases.entries()) {
      const project = this.index.get(id);
      if (!this.open(chosen).includes(project)) {
        return this.say(`${before}${id} may not be bought: shut out by the rule, bought before, or without support.`);
      }
      const asked = (prices[turn][0] * whole) / prices[turn][1];
      this.cheapest(project, asked, whole, held, chosen, poor, before);
      if (asked && !this.costs[project]) this.say(`${before}${id} costs nothing and has a price.`);
      let paid = 0n;
      for (const [ballot, score] of this.backers[project]) {
        const gift = min(held[ballot], asked * score);
        held[ballot] -= gift;
        paid += this.weights[ballot] * gift;
      }
      if (paid !== this.costs[project] * this.unit * whole) this.say(`${before}${id}: what its supporters pay is not its cost.`);
      chosen.push(project);
    }
    for (const other of this.open(chosen)) {
      if (!poor.has(other) && this.money(other, held) >= this.costs[other] * this.unit * whole) {
        this.say(`${before}${this.ids[other]} could still be bought.`);
      }
    }
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
      if (best !== step) return this.say(`By votes, ${this.ids[step ?? best]} does not come ${step === null ? "last" : "next"}.`);
      if (step !== null) {
        won.push(step);
        left -= this.costs[step];
      }
    }
  }

  phragmen(winners) {
    const times = this.result.earned.map(parsed);
    const last = new Array(this.weights.length).fill(-1);
    const chosen = [];
    let left = this.budget;
    for (const project of [...winners, null]) {
      const open = this.open(chosen).filter((c) => this.costs[c] <= this.budget);
      const due = new Map(open.map((c) => [c, this.due(c, last, times)]));
      const first = [...due.values()].reduce((best, at) => (best === null || less(at, best) ? at : best), null);
      const tied = first ? open.filter((c) => same(due.get(c), first)) : [];
      if (project === null) {
        if (tied.length && tied.every((c) => this.costs[c] <= left)) this.say("The next project still fits into the budget.");
        return;
      }
      const next = tied.reduce((best, c) => (best === null || this.place[c] < this.place[best] ? c : best), null);
      if (next !== project || !same(times[chosen.length], first)) return this.say(`${this.ids[project]} was not the first to be due.`);
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

async function verify(result, election) {
  if (!trailFindingsOf) throw new Error("verifier-trail.js has to be loaded before verifier.js.");
  try {
    if (result.election !== (await sha256(canonical(election)))) {
      return ["The result names another election than the one given (the hashes differ)."];
    }
    const check = new Check(result, election);
    await check.placeTies();
    check.check();
    return check.findings;
  } catch (wrong) {
    return [`This is not a result with its election in the published form (${wrong.name}: ${wrong.message}).`];
  }
}

function leftUnproven(result) {
  if (result.rule.completion === "none" || !result.steps || result.trail) return [];
  return ["The earlier steps of Add1 were not part of this proof: the result carries no trail of them."];
}

if (typeof module !== "undefined") {
  module.exports = { verify, leftUnproven, canonical, sha256 };
  if (require.main === module) {
    const { readFileSync } = require("node:fs");
    const read = (path) => {
      try {
        return JSON.parse(readFileSync(path, "utf8"));
      } catch (wrong) {
        console.error(`${path ?? "node verifier.js RESULT ELECTION"}: cannot be read as JSON (${wrong.message}).`);
        return process.exit(2);
      }
    };
    const [result, election] = [read(process.argv[2]), read(process.argv[3])];
    verify(result, election).then((findings) => {
      console.log(JSON.stringify(findings));
      if (!findings.length) leftUnproven(result).forEach((sentence) => console.error(sentence));
      process.exitCode = findings.length ? 1 : 0;
    });
  }
} else {
  globalThis.verify = verify;
  globalThis.leftUnproven = leftUnproven;
}
