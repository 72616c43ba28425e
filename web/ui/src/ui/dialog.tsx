import type { ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';

interface DialogBoxProps {
  onClose(): void;
  isOpen?: boolean;
  wide?: boolean;
  /** A click beside it does not close it: something was typed that would be lost. */
  stays?: boolean;
  children: ReactNode;
  'data-testid'?: string;
}

/** What stands before the page until it is answered; Escape closes it. */
export function DialogBox({
  onClose,
  isOpen = true,
  wide = false,
  stays = false,
  children,
  'data-testid': testId,
}: DialogBoxProps) {
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!stays}
    >
      <Modal className={wide ? 'modal modal-wide' : 'modal'}>
        <Dialog className="dialog" data-testid={testId}>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
