'use client';

import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { saveFile } from '../../charts/save-file';
import { tableLatex } from './export-latex';
import { type ExportedTable, tableCsv, tableJson } from './export-table';

const formats = [
  { title: 'CSV, for a spreadsheet', file: 'comparison.csv', write: tableCsv },
  { title: 'LaTeX, a booktabs table', file: 'comparison.tex', write: tableLatex },
  { title: 'JSON, for a program', file: 'comparison.json', write: tableJson },
] as const;

/** Saves the result table; the charts have their own SVG and PNG. */
export function ExportMenu({ table }: { readonly table: ExportedTable }) {
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Result table</Menu.Label>
        {formats.map(({ title, file, write }) => (
          <Menu.Item key={file} onClick={() => saveFile(file, write(table))}>
            {title}
          </Menu.Item>
        ))}
        <Menu.Label>Charts have SVG, PNG and their table in the menu at their corner.</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}
