/** The log of the entry with this title, out of the text of docs/gallery.md. */
export function logOf(galleryText: string, title: string): string {
  const log = galleryText.split(`### ${title}\n\n\`\`\`text\n`)[1]?.split('\n```')[0];
  if (log === undefined) throw new Error(`docs/gallery.md has no entry "${title}". Run \`npm run generate\`.`);
  return log;
}
