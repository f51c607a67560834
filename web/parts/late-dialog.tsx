'use client';

import { Modal, type ModalProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useOpenAtOnce } from './use-open-at-once';

/**
 * A dialog whose code is loaded when it is first opened, and which is there only while it is open. `onClosed` is called when
 * it has gone; the focus is back where it was opened by then.
 *
 * @param mayClose asked before it closes; it always may without it
 */
export function LateDialog({
  title,
  mayClose = () => true,
  onClosed,
  children,
}: Pick<ModalProps, 'title'> & {
  mayClose?: () => boolean;
  onClosed: () => void;
  children: (close: () => void) => ReactNode;
}) {
  const { opened, setOpened } = useOpenAtOnce();
  const close = () => {
    if (mayClose()) setOpened(false);
  };
  return (
    <Modal opened={opened} onClose={close} onExitTransitionEnd={onClosed} title={title}>
      {children(close)}
    </Modal>
  );
}
