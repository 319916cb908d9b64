// The table that server and script share (src/forms/rules_test.cpp is the other half).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { judge } from "./form_rules.js";

const read = (name) => JSON.parse(readFileSync(new URL(`../../src/forms/testdata/${name}`, import.meta.url), "utf8"));
const table = read("rules.json");

for (const group of table.groups) {
  const rules = read(`${group.schema}.rules.json`);
  assert.equal(rules.today, table.today);
  for (const { name, typed, wrong, answers } of group.cases) {
    test(`${group.schema}: ${name}`, () => {
      const seen = judge(rules, typed);
      assert.deepEqual(Object.fromEntries(seen.wrong), wrong);
      if (answers) assert.deepEqual(seen.answers, answers);
    });
  }
}

test("which questions are asked", () => {
  const { asked } = judge(read("birth.rules.json"), [["father_known", "yes"], ["child.birth_place", "elsewhere"]]);
  for (const name of ["father", "father.residence.commune", "child.birth_address", "mother.full_name", "pledge"])
    assert.ok(asked.has(name), name);
  for (const name of ["child.facility", "copies"]) assert.ok(!asked.has(name), name);
  assert.ok(judge(read("household.rules.json"), [["members", "3"], ["members.3.student", "yes"]]).asked.has("members.3.level"));
});
