/** The Node that Belfry needs at least. The same number stands in package.json's `engines`. */
const NEEDED = [20, 19];

/** Ends the process with one clear line if this Node is too old. Written so that old ones can read it. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  console.error(
    `belfry: this is Node ${process.versions.node}, Belfry needs ${NEEDED.join('.')} or newer. Install it from https://nodejs.org and try again.`,
  );
  process.exit(1);
}
