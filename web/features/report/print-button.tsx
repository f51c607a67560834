'use client';

import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';

/** Prints the page, or saves it as a PDF: the browser asks which. */
export function PrintButton() {
  return (
    <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
      Print
    </Button>
  );
}
