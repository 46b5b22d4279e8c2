// Checks resources of Argo Rollouts and External Secrets: their own validators, and no field that these do not read.
// Takes a file with an array of documents; prints one line per fault, and how many were checked.
import { readFileSync } from "node:fs";
import { AnalysisTemplate, Rollout } from "@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1";
import { ExternalSecret } from "@kubernetes-models/external-secrets/external-secrets.io/v1";

const types = { AnalysisTemplate, Rollout, ExternalSecret };

// A validator asks for each field that it knows, so what it never asks for is unknown.
function watched(value, path, unread) {
  if (value === null || typeof value !== "object") {
    return value;
  }
  const children = new Map();
  for (const key of Object.keys(value)) {
    const below = Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
    unread.add(below);
    children.set(key, { below, value: watched(value[key], below, unread) });
  }
  return new Proxy(value, {
    get(target, key, receiver) {
      const child = children.get(key);
      if (child === undefined) {
        return Reflect.get(target, key, receiver);
      }
      unread.delete(child.below);
      return child.value;
    },
  });
}

const documents = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const document of documents) {
  const name = `${document.kind} ${document.metadata.name}`;
  try {
    new types[document.kind](document).validate();
  } catch (e) {
    console.log(`${name}: ${e.message}`);
    continue;
  }
  const unread = new Set();
  const proxy = watched(document, "", unread);
  types[document.kind].prototype.validate.call(proxy);
  for (const path of unread) {
    console.log(`${name}: ${path}: unknown`);
  }
}
console.log(`checked ${documents.length}`);
