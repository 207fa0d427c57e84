import fc from 'fast-check';

/** Texts that a server or a file may hold to break out of a report, by what they try. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'a script': `<script>alert(1)</script>`,
  'the end of an attribute': `" onmouseover="alert(1)" '`,
  'the end of CDATA': `]]><failure/>`,
  'an entity': '&lt;&amp;&#0;&nbsp;',
  'line breaks': 'one\r\ntwo\nAPPSMITH_DEPLOY_STATUS=deployed',
  'NUL and escape': 'a\u0000b\u001b[31mred\u0007',
  'bidi marks': 'a\u202etxt.exe\u2066b\u2069',
  'a mention': '@everyone ping {acme} @[team]',
  Markdown: '[click](https://evil.example/) ![x](https://evil.example/x.png) `code` <img src=x>',
  shell: `$(touch pwned) \`touch pwned\` \${HOME} "; touch pwned; " \\ ' | touch pwned & touch pwned > pwned < y`,
  'a lone surrogate': 'a\ud800b\udc00',
  'a non-character': 'a\ufffeb\uffffc',
  'JSON of its own': `","status":"deployed","x":"`,
  'other scripts': 'Bestellungen für Zürich 注文 👩‍👩‍👧 é',
  'great length': 'x<&"'.repeat(5_000),
};

/** Any text, with the dangerous signs more often than chance would have them. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        ']]>',
        '\n',
        '\0',
        '\ud800',
        '\u202e',
        '$',
        '`',
        '\\',
        ' ',
        'a',
        '@',
        '://',
        '\ue000',
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
);
