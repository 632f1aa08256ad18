/** Tests that need something which is not part of the clone: without it they are listed by name and count neither way. */

/**
 * Lets the runner list a test.
 * @param {string} name of a test
 * @param {string} lacking what it needs
 */
export function noteNotRun(name, lacking) {
  console.log(`Not run without ${lacking}: ${name}`);
}

/**
 * What `noteNotRun` has written.
 * @param {string} stdout of a test file
 * @returns {string[]}
 */
export function notedNotRun(stdout) {
  return [...stdout.matchAll(/^Not run without (.+?): (.+)$/gm)].map(
    ([, lacking, name]) => `${name} (needs ${lacking})`,
  );
}
