// Checks the trail of Add1: that none of the earlier steps had already stopped. Used by verifier.js; load it beside it.
// The same proof as certificate_trail.py, where the reasons stand: what a voter holds and what a project costs each lie
// between two straight lines over the share, given by their whole values at both ends of a range of steps (BigInt).
"use strict";

const GRAIN = 2n ** 40n; // parts of a minor unit that amounts are counted in where the trail names no other

const floorDiv = (a, b) => (a >= 0n || a % b === 0n ? a / b : a / b - 1n); // b above zero
const ceilDiv = (a, b) => -floorDiv(-a, b);
function common(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}
const totalOf = (amounts) => amounts.reduce((sum, amount) => sum + amount, 0n);
const stepsNamed = (first, last) => (first === last ? `step ${first}` : `steps ${first} to ${last}`);

class Unproven extends Error {}

class StepRange {
  constructor(check, first, last, whole) {
    this.check = check;
    const [start, below] = check.startingShare();
    const told = whole !== undefined;
    whole ??= below * GRAIN;
    if (whole < 1n) throw new Unproven("amounts are multiplied by less than one.");
    const steps = first === last ? [first] : [first, last];
    const ends = steps.map((step) => (start + BigInt(step) * check.minor * below) * whole);
    // What is left of `whole` once every amount is divided by it: 1, where no smaller number would do.
    this.spare = told ? ends.reduce((left, end) => common(left, end % below ? 1n : end / below), whole) : 1n;
    const everybody = (amount) => new Array(check.weights.length).fill(amount);
    this.low = ends.map((end) => everybody(floorDiv(end, below)));
    this.high = ends.map((end) => everybody(ceilDiv(end, below)));
    this.middle = ends.length === 1 ? this.high[0] : everybody(ceilDiv(ends[0], below) + ceilDiv(ends[1], below));
    this.due = check.costs.map((cost) => cost * check.unit * whole);
    // For each project: the scores of those who pay, and what they must raise at each end.
    this.bound = this.due.map((due, c) => [check.points[c], ends.map(() => due)]);
    this.poor = new Set();
  }

  prove(order) {
    const { check } = this;
    const chosen = [];
    for (const id of order) {
      const project = check.index.get(id);
      const may = check.open(chosen);
      if (!may.includes(project)) {
        throw new Unproven(`${id} may not be bought: shut out by the rule, bought before, or without support.`);
      }
      const rivals = may.filter((c) => c !== project && !this.poor.has(c));
      if (check.costs[project]) {
        const floor = this.floor(project);
        this.spare = floor.reduce(common, this.spare);
        const ceiling = this.ceiling(project, floor);
        for (const other of rivals) this.keepDearer(other, project, ceiling);
        this.pay(project, floor, ceiling);
      } else {
        const before = rivals.find((c) => !check.costs[c] && check.place[c] < check.place[project]);
        if (before !== undefined) throw new Unproven(`${check.ids[before]} costs nothing and comes before ${id}.`);
      }
      chosen.push(project);
    }
    this.nothingMore(chosen);
    if (this.spare > 1n) throw new Unproven("amounts are multiplied by more than it takes.");
    if (check.total(chosen) > check.budget) throw new Unproven("what is bought there overspends: Add1 should have stopped before.");
    if (!check.room(chosen).length) throw new Unproven("nothing more fits there: Add1 should have stopped.");
  }

  // The supporters divided in the middle of the range at a price of `asked` / `over` for each point.
  divided(project, asked, over) {
    const { check, middle, high } = this;
    const limit = totalOf(asked);
    let points = check.points[project];
    const money = high.map(() => this.due[project]);
    for (const [ballot, score] of check.backers[project]) {
      if (middle[ballot] * over >= limit * score) continue;
      const weight = check.weights[ballot];
      points -= weight * score;
      for (let end = 0; end < high.length; end += 1) money[end] -= weight * high[end][ballot];
    }
    return [points, money];
  }

  // A line the price surely does not fall below: the best of all divisions in the middle of the range.
  floor(project) {
    let [points, money] = this.bound[project];
    for (;;) {
      const [more, left] = this.divided(project, money, points);
      if (!more) throw new Unproven(`the supporters of ${this.check.ids[project]} may not have its cost.`);
      if (totalOf(left) * points <= totalOf(money) * more) return money.map((amount) => floorDiv(amount, points));
      [points, money] = [more, left];
    }
  }

  // A line the price surely does not exceed: at each end, the first at which the cost is raised.
  ceiling(project, floor) {
    const { backers, weights, ids } = this.check;
    return this.low.map((low, end) => {
      for (let price = floor[end]; ; ) {
        let [given, paying] = [0n, 0n];
        for (const [ballot, score] of backers[project]) {
          const asked = price * score;
          if (low[ballot] < asked) {
            given += weights[ballot] * low[ballot];
          } else {
            given += weights[ballot] * asked;
            paying += weights[ballot] * score;
          }
        }
        if (given >= this.due[project]) return price;
        if (!paying) throw new Unproven(`the supporters of ${ids[project]} may not have its cost.`);
        price += ceilDiv(this.due[project] - given, paying);
      }
    });
  }

  // A unit of utility must cost more from `other` than from `project`, or as much and `other` comes later.
  keepDearer(other, project, price) {
    if (this.dearer(other, project, price)) return;
    const { values, ids } = this.check;
    const [points, money] = this.divided(other, price.map((at) => at * values[other]), values[project]);
    if (!points && money.every((amount) => amount > 0n)) {
      this.poor.add(other); // money only leaves: it can never be bought any more
      return;
    }
    this.bound[other] = [points, money];
    if (!this.dearer(other, project, price)) {
      throw new Unproven(`${ids[other]} may be cheaper than ${ids[project]}, or tied and earlier.`);
    }
  }

  dearer(other, project, price) {
    const { values, costs, place } = this.check;
    const [points, money] = this.bound[other];
    if (!points || !costs[other]) return false;
    const strictly = place[other] < place[project];
    return price.every((at, end) => {
      const [mine, theirs] = [at * values[other] * points, money[end] * values[project]];
      return strictly ? mine < theirs : mine <= theirs;
    });
  }

  pay(project, floor, ceiling) {
    const { high, low, middle } = this;
    const last = high.length - 1;
    for (const [ballot, score] of this.check.backers[project]) {
      for (let end = 0; end <= last; end += 1) {
        const left = high[end][ballot] - floor[end] * score;
        high[end][ballot] = left > 0n ? left : 0n;
      }
      if (last) middle[ballot] = high[0][ballot] + high[1][ballot];
      const lefts = low.map((held, end) => held[ballot] - ceiling[end] * score);
      const stays = lefts.every((left) => left >= 0n);
      for (let end = 0; end <= last; end += 1) low[end][ballot] = stays ? lefts[end] : 0n;
    }
  }

  nothingMore(chosen) {
    const { check } = this;
    for (const other of check.open(chosen)) {
      if (!this.poor.has(other) && this.high.some((held) => check.money(other, held) >= this.due[other])) {
        throw new Unproven(`${check.ids[other]} could perhaps be bought too.`);
      }
    }
  }
}

// What is wrong with a trail that should cover every step before step `steps`.
function trailFindings(check, trail, steps) {
  const findings = [];
  let reached = 0;
  for (const [first, last, order, whole] of trail.ranges) {
    if (!(reached <= first && first <= last)) {
      findings.push(`The trail speaks twice of step ${first}, or of steps ${first} to ${last} backwards.`);
      return findings;
    }
    if (last >= steps) break;
    if (first > reached) findings.push(`The trail leaves out ${stepsNamed(reached, first - 1)}.`);
    try {
      new StepRange(check, first, last, whole === undefined ? undefined : BigInt(whole)).prove(trail.orders[order]);
    } catch (why) {
      if (!(why instanceof Unproven)) throw why;
      findings.push(`S${stepsNamed(first, last).slice(1)}: ${why.message}`);
    }
    reached = last + 1;
  }
  const final = trail.ranges.length ? trail.ranges[trail.ranges.length - 1][1] : -1;
  if (final >= steps) findings.push(`The trail goes on to step ${final}; the result stands at step ${steps}.`);
  else if (reached < steps) findings.push(`The trail leaves out ${stepsNamed(reached, steps - 1)}.`);
  return findings;
}

if (typeof module !== "undefined") module.exports = { trailFindings };
else globalThis.trailFindings = trailFindings;
