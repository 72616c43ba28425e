import { useRef, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { renewSecret, type Webhook } from '../../state/webhooks';
import { FormDialog } from '../../ui/form-dialog';
import { Button } from '../../ui/kit';
import { useSeen } from './seen';
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
  const secret = useRef('');
  const seen = useSeen(hook);
  return (
    <FormDialog
      title={t('webhooks.secret_of', { name: hookName(hook) })}
      lead={t('webhooks.secret_sure')}
      action={t('webhooks.secret_renew')}
      danger
      onClose={() => (secret.current ? onSecret(secret.current) : onClose())}
      save={async () => {
        secret.current = (await seen((version) => renewSecret(hook.id, version))).secret;
      }}
      saveId="renew-sure"
    />
  );
}
