import { useQuery } from '@tanstack/react-query';
import { Link, useRouteContext, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { addTexts } from '../../i18n';
import texts from '../../i18n/webhooks.json';
import '../../styles/webhooks.css';
import { type Webhook, webhooksQuery, wordOf } from '../../state/webhooks';
import { formatDay } from '../../ui/format';
import { Alert, Badge, Button, Panel } from '../../ui/kit';
import { Loading } from '../../ui/states';
import { Deliveries } from './Deliveries';
import { HookDialog } from './HookDialog';
import { Outbox } from './Outbox';
import { RenewDialog, SecretDialog } from './SecretDialog';

addTexts(texts);

export const hookName = (hook: Webhook) => hook.note || new URL(hook.url).host;

/** Who outside is told what; administrators change it, supervisors see what waits to leave the house. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: '/shell' });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('webhooks.title')}</h1>
        <p className="muted">{t('webhooks.lead')}</p>
      </header>
      {session.role === 'administrator' && <Hooks />}
      <Outbox />
    </div>
  );
}

type Open = { kind: 'rule'; hook?: Webhook } | { kind: 'renew'; hook: Webhook } | { kind: 'secret'; secret: string };

function Hooks() {
  const { t } = useTranslation();
  const { hook: chosen } = useSearch({ from: '/shell/webhooks' });
  const hooks = useQuery(webhooksQuery);
  const [open, setOpen] = useState<Open>();
  const add = (
    <Button size="small" onPress={() => setOpen({ kind: 'rule' })} data-testid="hook-add">
      {t('webhooks.add')}
    </Button>
  );
  return (
    <Panel title={t('webhooks.hooks')} aside={add} data-testid="hooks">
      <p className="muted small">{t('webhooks.hooks_lead')}</p>
      {hooks.error && <Alert tone="danger">{wordsOf(hooks.error)}</Alert>}
      {hooks.isPending && <Loading />}
      {hooks.data?.length === 0 && <p className="muted">{t('webhooks.none')}</p>}
      <ul className="hook-list">
        {hooks.data?.map((hook) => (
          <li key={hook.id} className="hook" data-testid={`hook-${hook.id}`}>
            <HookHead hook={hook} shown={hook.id === chosen} onOpen={setOpen} />
            {hook.id === chosen && <Deliveries hook={hook} />}
          </li>
        ))}
      </ul>
      <Dialogs open={open} setOpen={setOpen} />
    </Panel>
  );
}

function Dialogs({ open, setOpen }: { open: Open | undefined; setOpen(open: Open | undefined): void }) {
  const close = () => setOpen(undefined);
  const told = (secret: string) => setOpen({ kind: 'secret', secret });
  switch (open?.kind) {
    case 'rule':
      return <HookDialog {...(open.hook && { hook: open.hook })} onClose={close} onSecret={told} />;
    case 'renew':
      return <RenewDialog hook={open.hook} onClose={close} onSecret={told} />;
    case 'secret':
      return <SecretDialog secret={open.secret} onClose={close} />;
  }
  return null;
}

function HookHead({ hook, shown, onOpen }: { hook: Webhook; shown: boolean; onOpen(open: Open): void }) {
  const { t } = useTranslation();
  const name = hookName(hook);
  return (
    <div className="hook-head">
      <div className="hook-words">
        <span className="row">
          <strong>{name}</strong>
          {!hook.active && <Badge>{t('webhooks.off')}</Badge>}
          {hook.dead > 0 && <Badge tone="bad">{t('webhooks.dead', { count: hook.dead })}</Badge>}
          {hook.waiting > 0 && <Badge tone="warn">{t('webhooks.waiting', { count: hook.waiting })}</Badge>}
          {hook.dead + hook.waiting === 0 && <Badge tone="good">{t('webhooks.all_well')}</Badge>}
        </span>
        <code className="small">{hook.url}</code>
        <span className="small">{hook.events.map((event) => t(`webhook_event.${wordOf(event)}`)).join(' · ')}</span>
        <span className="muted small">
          {t('webhooks.by', { name: hook.changed_by, day: formatDay(hook.changed_at) })}
        </span>
      </div>
      <div className="row">
        <Link
          to="/webhooks"
          search={shown ? {} : { hook: hook.id }}
          className="btn btn-quiet btn-small"
          aria-expanded={shown}
          data-testid={`deliveries-${hook.id}`}
        >
          {t(shown ? 'webhooks.deliveries_hide' : 'webhooks.deliveries')}
          <span className="visually-hidden">: {name}</span>
        </Link>
        <Button
          size="small"
          tone="quiet"
          onPress={() => onOpen({ kind: 'renew', hook })}
          aria-label={t('webhooks.secret_of', { name })}
          data-testid={`renew-${hook.id}`}
        >
          {t('webhooks.secret_renew')}
        </Button>
        <Button
          size="small"
          tone="quiet"
          onPress={() => onOpen({ kind: 'rule', hook })}
          aria-label={t('webhooks.change_of', { name })}
          data-testid={`change-${hook.id}`}
        >
          {t('webhooks.change')}
        </Button>
      </div>
    </div>
  );
}
