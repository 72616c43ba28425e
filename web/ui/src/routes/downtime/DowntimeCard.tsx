import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, must } from '../../api/client';
import { formatDateTime, formatTime, kyivDay } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Badge, Button } from '../../ui/kit';
import { Changes } from '../Changes';
import { DowntimeDialog } from './DowntimeDialog';
import { type Downtime, type DowntimeState, promptCalled, rulesQuery } from './downtimes';
import { type Step, StepDialog } from './StepDialog';

const TONES: Record<DowntimeState, 'plain' | 'good' | 'warn' | 'bad' | 'info'> = {
  draft: 'warn',
  approved: 'info',
  running: 'bad',
  done: 'good',
  cancelled: 'plain',
};
const STEPS: Partial<Record<DowntimeState, Step[]>> = {
  draft: ['approve', 'cancel'],
  approved: ['cancel'],
  running: ['finish'],
};

export function DowntimeCard({ downtime, mayEdit }: { downtime: Downtime; mayEdit: boolean }) {
  const { t } = useTranslation();
  const rules = useQuery(rulesQuery);
  const [edits, setEdits] = useState(false);
  const [step, setStep] = useState<Step>();
  const { id, kind, state } = downtime;
  const steps = STEPS[state] ?? [];
  return (
    <article className={`panel downtime downtime-${state}`} data-testid={`downtime-${id}`} data-state={state}>
      <header className="panel-head">
        <h3 className="panel-title">{downtime.title}</h3>
        <span className="row">
          <Badge tone={kind === 'emergency' ? 'bad' : 'plain'}>{t(`downtime.kind_${kind}`)}</Badge>
          <Badge tone={TONES[state]}>{t(`downtime.state_${state}`)}</Badge>
          {downtime.overdue && <Badge tone="bad">{t('downtime.overdue')}</Badge>}
        </span>
      </header>
      <p className="with-icon downtime-when">
        <Icon name="clock" size={18} />
        {whenOf(downtime, t('downtime.unknown_end'))}
      </p>
      {downtime.works && <p className="prewrap">{downtime.works}</p>}
      <dl className="facts downtime-facts">
        {downtime.protected.length > 0 && (
          <Fact name={t('downtime.protected')}>{downtime.protected.map((name) => `«${name}»`).join(', ')}</Fact>
        )}
        {downtime.agreed_by && <Fact name={t('downtime.agreed_by')}>{downtime.agreed_by}</Fact>}
        {downtime.approved_at && (
          <Fact name={t('downtime.approved')}>
            {[downtime.approver, formatDateTime(downtime.approved_at)].filter(Boolean).join(', ')}
          </Fact>
        )}
        {downtime.prompt && <Fact name={t('downtime.prompt')}>{promptCalled(rules.data, downtime.prompt)}</Fact>}
        {downtime.ended_at && (
          <Fact name={t(`downtime.ended_${state === 'cancelled' ? 'cancelled' : 'done'}`)}>
            {formatDateTime(downtime.ended_at)}
            {downtime.why && `. ${downtime.why}`}
          </Fact>
        )}
        <Fact name={t('downtime.author')}>{downtime.author}</Fact>
      </dl>
      <History id={id} version={downtime.version} />
      {mayEdit && steps.length > 0 && (
        <div className="row">
          {steps.map((name) => (
            <Button
              key={name}
              size="small"
              tone={name === 'cancel' ? 'plain' : 'primary'}
              onPress={() => setStep(name)}
              aria-label={`${t(`downtime.step_${name}`)}: ${downtime.title}`}
              data-testid={`${name}-${id}`}
            >
              {t(`downtime.step_${name}`)}
            </Button>
          ))}
          <Button
            size="small"
            icon="edit"
            onPress={() => setEdits(true)}
            aria-label={`${t('downtime.edit')}: ${downtime.title}`}
            data-testid={`edit-${id}`}
          >
            {t('downtime.edit')}
          </Button>
        </div>
      )}
      {edits && <DowntimeDialog kind={kind} downtime={downtime} onClose={() => setEdits(false)} />}
      {step && <StepDialog downtime={downtime} step={step} onClose={() => setStep(undefined)} />}
    </article>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function whenOf({ starts_at, ends_at }: Downtime, unknown: string): string {
  if (!ends_at) return `${formatDateTime(starts_at)} – ${unknown}`;
  const sameDay = kyivDay(starts_at) === kyivDay(ends_at);
  return `${formatDateTime(starts_at)} – ${sameDay ? formatTime(ends_at) : formatDateTime(ends_at)}`;
}

/** Read when it is opened: most are never. */
function History({ id, version }: { id: number; version: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const changes = useQuery({
    queryKey: ['downtimes', 'changes', id, version],
    queryFn: () => must(api.GET('/api/v1/downtimes/{downtimeId}/changes', { params: { path: { downtimeId: id } } })),
    enabled: open,
  });
  if (open) return <Changes changes={changes.data} opened />;
  return (
    <Button tone="quiet" size="small" icon="down" onPress={() => setOpen(true)} data-testid={`history-${id}`}>
      {t('change.title')}
    </Button>
  );
}
