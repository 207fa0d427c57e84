// First in every npm script. Plain CommonJS that any Node can read, so that an old one gets a sentence instead of a syntax error.
const { versions, platform } = process;
if (Number(versions.node.split('.')[0]) < 24) {
  console.error(
    `appsmith-deploy needs Node 24 or newer, this is ${versions.node}: ` +
      (platform === 'darwin'
        ? 'install it from nodejs.org.'
        : 'run `npm ci`, which brings it along for Linux and Windows.'),
  );
  process.exit(1);
}
