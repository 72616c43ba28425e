import { useState } from 'react';
import { Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { DialogBox } from '../../ui/dialog';
import { ImportPanel } from './ImportPanel';

export function ImportDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  return (
    <DialogBox onClose={() => !busy && onClose()} wide stays data-testid="import-dialog">
      <Heading slot="title" className="dialog-title">
        {t('import.title')}
      </Heading>
      <ImportPanel onClose={onClose} onBusy={setBusy} />
    </DialogBox>
  );
}
