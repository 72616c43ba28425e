import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Classes, TicketCategory, TicketDetail, TicketType } from '../../api/client';
import { assigneesQuery, classesQuery } from '../../state/ticket';
import { Choice } from '../../ui/choice';
import { formatTarget } from '../../ui/format';
import { Field } from '../../ui/kit';
import { ActFrame, useActing } from './ActDialog';

interface ClassifyProps {
  detail: TicketDetail;
  onClose(): void;
}

/** Type and category with the regulation's criteria and examples beside each (3.3.2), line and responsible (4.9.2). */
export function ClassifyFields({ detail, onClose }: ClassifyProps) {
  const { t } = useTranslation();
  const { work, ticket } = detail;
  const classes = useQuery(classesQuery).data;
  const people = useQuery(assigneesQuery).data ?? [];
  const sending = useActing(detail, 'classify', onClose);
  const [type, setType] = useState<TicketType | undefined>(work.class?.type);
  const [category, setCategory] = useState<TicketCategory | undefined>(work.class?.category);
  const [form, setForm] = useState({
    process: work.process ?? '',
    service: work.service as string,
    assignee: '',
    oral_reason: work.oral_reason ?? '',
    reason: '',
  });
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));
  const oral = ticket.channel === 'phone' && type !== undefined && type !== 'consultation';
  const moves = form.service !== work.service;
  const stays = moves ? undefined : work.assignee; // on another line nobody is responsible until somebody takes it
  const rule = classes?.types.find((one) => one.type === type);
  function submit() {
    const given = Object.entries(form).filter(([name, value]) => value.trim() !== '' && name !== 'assignee');
    sending.act({
      ...(Object.fromEntries(given) as object),
      ...(type && { type }),
      ...(category && { category }),
      ...(form.assignee && { assignee: Number(form.assignee) }),
    });
  }
  return (
    <ActFrame act="classify" sending={sending} onClose={onClose} onSubmit={submit}>
      <RadioGroup
        value={type ?? null}
        onChange={(value) => {
          setType(value as TicketType);
          setCategory(undefined);
        }}
        className="stack-small"
      >
        <Label className="field-label">{t('field.type')}</Label>
        <div className="class-types">
          {classes?.types.map((one) => (
            <Radio key={one.type} value={one.type} className="phone-option" data-testid={`type-${one.type}`}>
              <span className="radio-dot" aria-hidden="true" />
              <span>
                <strong>{one.name}</strong>
                <span className="muted small block">{one.about}</span>
              </span>
            </Radio>
          ))}
        </div>
      </RadioGroup>
      {rule && <Categories rule={rule} value={category} onChange={setCategory} />}
      {sending.faults.category && <span className="field-error">{sending.faults.category}</span>}
      {oral && (
        <Field
          label={t('field.oral_reason')}
          value={form.oral_reason}
          onChange={put('oral_reason')}
          error={sending.faults.oral_reason}
          lines={2}
          maxLength={2000}
          data-testid="field-oral_reason"
        />
      )}
      <div className="pair">
        <Choice
          label={t('field.process')}
          value={form.process}
          options={[['', t('field.none')], ...(classes?.processes ?? []).map(pairOf)]}
          onChange={put('process')}
          data-testid="field-process"
        />
        <Choice
          label={t('field.service')}
          value={form.service}
          options={(classes?.services ?? []).map(pairOf)}
          onChange={put('service')}
          error={sending.faults.service}
          data-testid="field-service"
        />
      </div>
      {moves && (
        <Field
          label={t('field.move_reason')}
          value={form.reason}
          onChange={put('reason')}
          error={sending.faults.reason}
          lines={2}
          maxLength={2000}
          data-testid="field-reason"
        />
      )}
      <Choice
        label={t('field.assignee')}
        value={form.assignee}
        options={[
          ['', stays?.name ?? t('appeal.nobody')],
          ...people.filter((one) => one.id !== stays?.id).map((one): [string, string] => [String(one.id), one.name]),
        ]}
        onChange={put('assignee')}
        data-testid="field-assignee"
      />
    </ActFrame>
  );
}

const pairOf = (one: { code: string; name: string }): [string, string] => [one.code, one.name];

interface CategoriesProps {
  rule: Classes['types'][number];
  value: TicketCategory | undefined;
  onChange(value: TicketCategory): void;
}

function Categories({ rule, value, onChange }: CategoriesProps) {
  const { t } = useTranslation();
  return (
    <RadioGroup value={value ?? null} onChange={(one) => onChange(one as TicketCategory)} className="stack-small">
      <Label className="field-label">
        {t('field.category')} <span className="muted small">· {rule.clause}</span>
      </Label>
      <div className="class-categories">
        {rule.categories.map((one) => (
          <Radio
            key={one.category}
            value={one.category}
            className="phone-option"
            data-testid={`category-${one.category}`}
          >
            <span className="radio-dot" aria-hidden="true" />
            <span className="stack-small">
              <span>
                <strong>{one.name}</strong>{' '}
                <span className="muted small">
                  {t('field.terms', {
                    reaction: formatTarget(one.reaction_minutes * 60_000),
                    resolution: formatTarget(one.resolution_minutes * 60_000),
                  })}
                </span>
              </span>
              <span className="small">{one.about}</span>
              <span className="criteria small">
                {one.criteria.map((criterion) => (
                  <span key={criterion}>{criterion}</span>
                ))}
              </span>
              {one.example && <span className="muted small">{t('field.example', { text: one.example })}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
