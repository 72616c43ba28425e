import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketContent, TicketDetail } from '../../api/client';
import { Field } from '../../ui/kit';
import { ActFrame, useActing } from './ActDialog';
import { OriginChoice } from './OriginChoice';

/** What an appeal of each type should bring, in the regulation's order (4.4, 4.5). */
const ASKED = {
  problem: ['page_link', 'browser', 'steps', 'login', 'source_link', 'screens'],
  feature: ['purpose', 'norm_link', 'mockups', 'screens'],
} as const;

export function DescribeFields({ detail, onClose }: { detail: TicketDetail; onClose(): void }) {
  const { t } = useTranslation();
  const { work, ticket } = detail;
  const [subject, setSubject] = useState(ticket.subject ?? '');
  const [description, setDescription] = useState(work.description);
  const [origin, setOrigin] = useState<string>(work.origin ?? '');
  const [content, setContent] = useState<TicketContent>(work.content);
  const sending = useActing(detail, 'describe', onClose);
  const asked = ASKED[work.class?.type === 'feature' ? 'feature' : 'problem'];
  return (
    <ActFrame
      act="describe"
      sending={sending}
      onClose={onClose}
      onSubmit={() =>
        sending.act({
          subject,
          description,
          content,
          origin: origin === 'facebook_referral' ? origin : '',
        })
      }
    >
      <Field
        label={t('field.subject')}
        value={subject}
        onChange={setSubject}
        error={sending.faults.subject}
        maxLength={200}
        autoFocus
        data-testid="field-subject"
      />
      <Field
        label={t('field.description')}
        value={description}
        onChange={setDescription}
        error={sending.faults.description}
        lines={5}
        maxLength={10000}
        data-testid="field-description"
      />
      <div className="pair">
        {asked.map((name) => (
          <Field
            key={name}
            label={t(`field.${name}`)}
            value={content[name] ?? ''}
            onChange={(value) => setContent((now) => ({ ...now, [name]: value }))}
            error={sending.faults[name]}
            maxLength={2000}
            {...(name === 'steps' || name === 'purpose' ? { lines: 3 } : {})}
            data-testid={`field-${name}`}
          />
        ))}
      </div>
      <OriginChoice value={origin} onChange={setOrigin} />
    </ActFrame>
  );
}
