// Holds the two published documents to their form, to the letter, before verifier.js believes anything in them.
// The same demands as published_form.py: every key known and there, numbers whole, amounts in one spelling, ids as they
// are seen, one order of projects and ballots. Plain script: load it before verifier.js, or `require` it in Node.
"use strict";

(() => {
const LONGEST = 100000; // digits of a fraction
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
const AMOUNT = /^(?:0|[1-9][0-9]{0,98})$/;
const FRACTION = /^(0|[1-9][0-9]*)(?:\/([1-9][0-9]*))?$/;
const HASH = /^[0-9a-f]{64}$/;

class FormError extends Error {
  constructor(where) {
    super(`This is not a result with its election in the published form: ${where}.`);
  }
}

function need(holds, where) {
  if (!holds) throw new FormError(where);
}

const byCodePoint = (a, b) => {
  const [x, y] = [[...a], [...b]];
  for (let at = 0; at < Math.min(x.length, y.length); at += 1) {
    if (x[at] !== y[at]) return x[at].codePointAt(0) - y[at].codePointAt(0);
  }
  return x.length - y.length;
};

// What JSON.parse takes in silence: a name twice in one object, and numbers that are not whole or not safe.
function parsed(text) {
  const bare = text.replace(/^\uFEFF/, "");
  let document;
  try {
    document = JSON.parse(bare);
  } catch (wrong) {
    throw new FormError(`JSON, ${wrong.name}`);
  }
  let names = 0;
  for (const [token] of bare.matchAll(/"(?:[^"\\]|\\.)*"|[^\s"{}[\],:]+|:/g)) {
    if (token === ":") names += 1;
    else if (/^[-0-9]/.test(token)) {
      need(/^(?:0|-?[1-9][0-9]{0,15})$/.test(token) && Number.isSafeInteger(Number(token)), `the number ${token.slice(0, 40)}`);
    }
  }
  need(names === namesIn(document), "a name that stands twice");
  return document;
}

function namesIn(value) {
  if (value === null || typeof value !== "object") return 0;
  const inside = Object.values(value).reduce((sum, one) => sum + namesIn(one), 0);
  return Array.isArray(value) ? inside : inside + Object.keys(value).length;
}

function keys(value, where, names, optional = []) {
  need(value !== null && typeof value === "object" && !Array.isArray(value), where);
  const needed = names.split(" ");
  const there = Object.keys(value);
  for (const name of needed.filter((one) => !there.includes(one)).sort(byCodePoint)) throw new FormError(`${where}.${name}`);
  const known = [...needed, ...optional];
  for (const name of there.filter((one) => !known.includes(one)).sort(byCodePoint)) throw new FormError(`${where}.${name}`);
}

function each(value, where, check) {
  need(Array.isArray(value), where);
  value.forEach((one, at) => check(one, `${where}[${at}]`));
}

const count = (value, where, least = 0) => need(Number.isSafeInteger(value) && value >= least && !Object.is(value, -0), where);
const matches = (pattern, value, where) => need(typeof value === "string" && pattern.test(value), where);
const oneOf = (value, where, words) => need(words.includes(value), where);
const text = (value, where) => need(typeof value === "string", where);

function inLowestTerms(a, b) {
  while (b) [a, b] = [b, a % b];
  return a === 1n;
}

function fraction(value, where) {
  need(typeof value === "string" && value.length <= LONGEST, where);
  const found = FRACTION.exec(value);
  need(found, where);
  if (found[2] !== undefined) need(found[2] !== "1" && inLowestTerms(BigInt(found[1]), BigInt(found[2])), where);
}

function ascending(list, where, compare) {
  for (let at = 1; at < list.length; at += 1) need(compare(list[at - 1], list[at]) < 0, where);
}

const lists = (compare) => (a, b) => {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const sign = compare(a[at], b[at]);
    if (sign) return sign;
  }
  return a.length - b.length;
};
const numbers = (a, b) => a - b;

function checkElection(election) {
  keys(election, "election", "format budget minor projects ballots weight_unit scoring");
  oneOf(election.format, "election.format", ["jiphyeon-election-2"]);
  matches(AMOUNT, election.budget, "election.budget");
  need(election.budget !== "0", "election.budget");
  matches(/^10{0,60}$/, election.minor, "election.minor");
  count(election.weight_unit, "election.weight_unit", 1);
  oneOf(election.scoring, "election.scoring", ["approval", "points", "borda"]);
  each(election.projects, "election.projects", (row, where) => {
    need(Array.isArray(row) && row.length === 2, where);
    const [id, cost] = row;
    need(typeof id === "string" && id !== "" && id.trim().normalize("NFC") === id && !HIDDEN.test(id), `${where}[0]`);
    matches(AMOUNT, cost, `${where}[1]`);
  });
  ascending(election.projects.map(([id]) => id), "election.projects", byCodePoint);
  const scored = election.scoring !== "approval";
  each(election.ballots, "election.ballots", (row, where) => {
    need(Array.isArray(row) && row.length === (scored ? 4 : 3), where);
    count(row[0], `${where}[0]`, 1);
    count(row[1], `${where}[1]`, 1);
    each(row[2], `${where}[2]`, count0);
    ascending(row[2], `${where}[2]`, numbers);
    need(!row[2].length || row[2][row[2].length - 1] < election.projects.length, `${where}[2]`);
    if (scored) {
      each(row[3], `${where}[3]`, (score, place) => count(score, place, 1));
      need(row[3].length === row[2].length, `${where}[3]`);
    }
  });
  need(election.ballots.length > 0, "election.ballots");
  ascending(election.ballots.map((row) => row.slice(2)), "election.ballots", lists(lists(numbers)));
}

const count0 = (value, where) => count(value, where);

function checkResult(result, ids) {
  const standing = (value, where) => {
    each(value, where, (one, place) => need(ids.has(one), place));
    need(new Set(value).size === value.length, where);
  };
  const group = (value, where, least) => {
    standing(value, where);
    need(value.length >= least, where);
    ascending(value, where, byCodePoint);
  };
  const parts = "format election rule winners spent figures projects steps stop run overspent filled earned digest";
  keys(result, "result", parts, ["trail"]);
  oneOf(result.format, "result.format", ["jiphyeon-result-2"]);
  matches(HASH, result.election, "result.election");
  matches(HASH, result.digest, "result.digest");
  checkRule(result.rule, group);
  for (const part of ["winners", "filled"]) standing(result[part], `result.${part}`);
  matches(AMOUNT, result.spent, "result.spent");
  keys(result.figures, "result.figures", "budget minor voters weight weight_unit scoring with_nothing");
  fraction(result.figures.with_nothing, "result.figures.with_nothing");
  each(result.projects, "result.projects", (row, where) => {
    need(Array.isArray(row) && row.length === 6, where);
    text(row[0], `${where}[0]`);
    if (row[5] !== null) fraction(row[5], `${where}[5]`);
  });
  count(result.steps, "result.steps");
  oneOf(result.stop, "result.stop", [null, "exhaustive", "overspends"]);
  const { method, completion } = result.rule;
  const completed = completion !== "none";
  need((result.run !== null) === (method === "equal-shares"), "result.run");
  need((result.overspent !== null) === (result.stop === "overspends"), "result.overspent");
  need((result.earned !== null) === (method === "phragmen"), "result.earned");
  need((result.stop !== null) === completed, "result.stop");
  need(completed || result.steps === 0, "result.steps");
  need(completion === "add1u" || !result.filled.length, "result.filled");
  for (const part of ["run", "overspent"]) {
    const run = result[part];
    if (run === null) continue;
    const where = `result.${part}`;
    keys(run, where, "share purchases");
    fraction(run.share, `${where}.share`);
    each(run.purchases, `${where}.purchases`, (row, place) => {
      need(Array.isArray(row) && row.length === 2 && ids.has(row[0]), place);
      fraction(row[1], `${place}[1]`);
    });
    standing(run.purchases.map(([id]) => id), `${where}.purchases`);
  }
  if (result.earned !== null) {
    each(result.earned, "result.earned", fraction);
    need(result.earned.length === result.winners.length, "result.earned");
  }
  if ("trail" in result) {
    need(completed, "result.trail");
    checkTrail(result.trail, standing);
  }
}

function checkRule(rule, group) {
  keys(rule, "result.rule", "method utility completion start ties minimum_votes incompatible quotas");
  oneOf(rule.method, "result.rule.method", ["equal-shares", "phragmen", "greedy"]);
  oneOf(rule.utility, "result.rule.utility", ["cost", "cardinality"]);
  oneOf(rule.completion, "result.rule.completion", ["none", "add1", "add1u"]);
  need(rule.completion === "none" || rule.method === "equal-shares", "result.rule.completion");
  oneOf(rule.start, "result.rule.start", ["exact", "floor"]);
  matches(/^(?:lexical$|cost-votes-lot:.)/u, rule.ties, "result.rule.ties");
  count(rule.minimum_votes, "result.rule.minimum_votes", 1);
  each(rule.incompatible, "result.rule.incompatible", (members, where) => group(members, where, 2));
  ascending(rule.incompatible, "result.rule.incompatible", lists(byCodePoint));
  each(rule.quotas, "result.rule.quotas", (quota, where) => {
    keys(quota, where, "name members projects cost");
    text(quota.name, `${where}.name`);
    group(quota.members, `${where}.members`, 1);
    if (quota.projects !== null) count(quota.projects, `${where}.projects`);
    if (quota.cost !== null) matches(AMOUNT, quota.cost, `${where}.cost`);
  });
}

function checkTrail(trail, standing) {
  keys(trail, "result.trail", "orders ranges");
  each(trail.orders, "result.trail.orders", standing);
  each(trail.ranges, "result.trail.ranges", (row, where) => {
    need(Array.isArray(row) && (row.length === 3 || row.length === 4), where);
    for (const at of [0, 1, 2]) count(row[at], `${where}[${at}]`);
    need(row[2] < trail.orders.length, `${where}[2]`);
    if (row.length === 4) {
      fraction(row[3], `${where}[3]`);
      need(!row[3].includes("/") && row[3] !== "0", `${where}[3]`);
    }
  });
  // Each order once, in the order of first use: none stands there that no range speaks of.
  const used = [...new Set(trail.ranges.map(([, , order]) => order))];
  need(used.length === trail.orders.length && used.every((order, at) => order === at), "result.trail.orders");
  need(new Set(trail.orders.map((order) => JSON.stringify(order))).size === trail.orders.length, "result.trail.orders");
}

// Throws a FormError where one of the documents is not in the published form.
function checkForm(result, election) {
  checkElection(election);
  checkResult(result, new Set(election.projects.map(([id]) => id)));
}

const form = { FormError, byCodePoint, checkForm, parsed };
if (typeof module !== "undefined") module.exports = form;
else globalThis.verifierForm = form;
})();
