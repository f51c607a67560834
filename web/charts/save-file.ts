/** Lets the browser save text, or what a data address holds, under a name. */
export function saveFile(name: string, content: string): void {
  const isAddress = content.startsWith('data:');
  const address = isAddress ? content : URL.createObjectURL(new Blob([content], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download begins in a later task: an address freed at once would be empty.
  if (!isAddress) setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
