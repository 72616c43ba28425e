import { useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { renewSecret, type Webhook } from '../../state/webhooks';
import { Alert, Button } from '../../ui/kit';
import { hookName } from './WebhooksPage';

/** The key of a webhook's signatures, this once: only the button closes it. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose(): void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => setCopied(true),
      () => setCopied(false), // it can still be selected by hand
    );
  return (
    <ModalOverlay className="overlay" isOpen isKeyboardDismissDisabled>
      <Modal className="modal">
        <Dialog className="dialog stack">
          <Heading slot="title" className="dialog-title">
            {t('webhooks.secret_new')}
          </Heading>
          <p className="muted">{t('webhooks.secret_lead')}</p>
          <code className="secret" data-testid="secret">
            {secret}
          </code>
          <div className="dialog-buttons">
            <Button onPress={() => void copy()} data-testid="secret-copy">
              {t(copied ? 'webhooks.copied' : 'webhooks.copy')}
            </Button>
            <Button tone="primary" onPress={onClose} data-testid="secret-done">
              {t('webhooks.done')}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Asks once more before the old key is worth nothing. */
export function RenewDialog({
  hook,
  onClose,
  onSecret,
}: {
  hook: Webhook;
  onClose(): void;
  onSecret(secret: string): void;
}) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  async function renew() {
    setBusy(true);
    setFault('');
    try {
      onSecret((await renewSecret(hook.id)).secret);
    } catch (error) {
      setFault(wordsOf(error));
      setBusy(false);
    }
  }
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className="modal">
        <Dialog className="dialog stack">
          <Heading slot="title" className="dialog-title">
            {t('webhooks.secret_of', { name: hookName(hook) })}
          </Heading>
          <p>{t('webhooks.secret_sure')}</p>
          {fault && <Alert tone="danger">{fault}</Alert>}
          <div className="dialog-buttons">
            <Button onPress={onClose}>{t('call.cancel')}</Button>
            <Button tone="danger" isPending={busy} onPress={() => void renew()} data-testid="renew-sure">
              {t('webhooks.secret_renew')}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
