// Validates documents as Argo CD's own schemas do, and finds the fields that these do not know: argo-cd.mjs FILE.json, of [{...}, ...].
import { readFile } from 'node:fs/promises';

// By its file, as the package does not export it.
const SCHEMAS = './node_modules/@kubernetes-models/argo-cd/_schemas/ComGithubArgoprojArgoCdV3PkgApisApplicationV1alpha1';

// The schemas come as code that reads each field it knows and lets others pass, so one that is never read is unknown.
function watched(value, path, unread) {
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const fields = Object.keys(value).filter(() => !Array.isArray(value));
  fields.forEach((field) => unread.add(`${path}/${field}`));
  const children = new Map();
  return new Proxy(value, {
    get(target, field) {
      unread.delete(`${path}/${String(field)}`);
      const child = target[field];
      if (child === null || typeof child !== 'object' || typeof field !== 'string') {
        return child;
      }
      if (!children.has(field)) {
        children.set(field, watched(child, `${path}/${field}`, unread));
      }
      return children.get(field);
    },
  });
}

const problems = [];
for (const document of JSON.parse(await readFile(process.argv[2], 'utf8'))) {
  const { validate } = await import(`${SCHEMAS}${document.kind}.js`);
  const unread = new Set();
  if (!validate(watched(document, '', unread))) {
    problems.push(...validate.errors.map((error) => `${error.instancePath}: ${error.message ?? error.keyword}`));
  }
  problems.push(...[...unread].map((field) => `${field}: unknown`));
}
console.log(JSON.stringify(problems));
