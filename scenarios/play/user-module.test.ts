import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findAdapter } from './adapters.ts';
import { loadUserModule } from './user-module.ts';

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-module-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('A file of a user', () => {
  test('that is not there is said to be none, in one word', async () => {
    const folder = folderOf({});
    for (const path of [join(folder, 'nowhere.ts'), folder]) {
      await expect(loadUserModule(path)).rejects.toThrow(/^there is no such file$/);
    }
    const adapter = join(folder, 'adapter.ts');
    await expect(findAdapter(adapter)).rejects.toThrow(`Failed to load the adapter ${adapter}: there is no such file.`);
  });

  test('that imports what is not there names that', async () => {
    const folder = folderOf({ 'a.ts': "import './b.ts'; export default 1;", 'c.ts': 'export default 1;' });
    await expect(loadUserModule(join(folder, 'a.ts'))).rejects.toThrow(/b\.ts/);
    expect(await loadUserModule(join(folder, 'c.ts'))).toBe(1);
  });
});
