import fc from 'fast-check';

/** Branches that Git allows (git-check-ref-format(1)), with the characters that addresses and shells treat specially. */
export const anyBranch = fc
  .array(
    fc.oneof(
      fc.constantFrom(...`abcXYZ019-_./&#%+=;'"!$()|<>{}@,ü漢`),
      fc.constantFrom('%20', '%2F', '%zz', '&a=b', '\u{1f680}', 'e\u0301'),
    ),
    { minLength: 1, maxLength: 24 },
  )
  .map((parts) => parts.join(''))
  .filter((branch) => !/^[-/]|\/\/|\.\.|@\{|\/\.|^\.|[./]$|\.lock(\/|$)|^@$/.test(branch));
