import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { type Applicant, type ApplicantMerging, findQuery, mergeInto, mergingQuery } from '../../state/applicants';
import { FormDialog } from '../../ui/form-dialog';
import { formatPhone } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Button, Field } from '../../ui/kit';
import { People } from '../People';

interface MergeDialogProps {
  person: Applicant;
  other?: Applicant;
  onClose(): void;
  onMerged(target: number): void;
}

/** Two cards of one person: first what would come of it, then the reason. It can be taken back. */
export function MergeDialog({ person, other, onClose, onMerged }: MergeDialogProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(other);
  const [swapped, setSwapped] = useState(false);
  const [reason, setReason] = useState('');
  const [target, source] = swapped && chosen ? [chosen, person] : [person, chosen];
  return (
    <FormDialog
      saveId="card-send"
      title={t('applicants.merge_title')}
      lead={t('applicants.merge_lead')}
      action={t('applicants.merge')}
      isDisabled={!source}
      onClose={onClose}
      save={async () => {
        if (!source) return;
        await mergeInto(target.id, source.id, reason.trim());
        onMerged(target.id);
      }}
    >
      {(faults) => (
        <>
          {!source && <Find not={person.id} onChoose={setChosen} />}
          {source && (
            <>
              <Preview target={target} source={source} />
              <div className="row">
                <Button size="small" onPress={() => setSwapped(!swapped)} data-testid="merge-swap">
                  {t('applicants.merge_swap')}
                </Button>
              </div>
              <Field
                label={t('applicants.reason')}
                hint={t('applicants.merge_hint')}
                error={faults.reason}
                value={reason}
                onChange={setReason}
                isRequired
                maxLength={1000}
                lines={2}
                data-testid="card-reason"
              />
            </>
          )}
        </>
      )}
    </FormDialog>
  );
}

function Find({ not, onChoose }: { not: number; onChoose(person: Applicant): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const found = useQuery(findQuery(text));
  const people = (found.data ?? []).filter((one) => one.id !== not && !one.restricted).slice(0, 6);
  return (
    <div className="stack-small">
      <Field
        label={t('applicants.what')}
        hint={t('applicants.what_hint')}
        value={text}
        onChange={setText}
        maxLength={200}
        autoFocus
        data-testid="merge-query"
      />
      {found.error && <Alert tone="danger">{wordsOf(found.error)}</Alert>}
      <People people={people} onPick={onChoose} />
      {found.isSuccess && people.length === 0 && (
        <p className="muted" role="status">
          {t('applicants.empty')}
        </p>
      )}
    </div>
  );
}

function Preview({ target, source }: { target: Applicant; source: Applicant }) {
  const { t } = useTranslation();
  const preview = useQuery(mergingQuery(target.id, source.id));
  return (
    <div className="merge-preview" data-testid="merge-preview">
      <p className="merge-line">
        <span className="muted small block">{t('applicants.merge_goes')}</span>
        <strong>{source.name}</strong>
      </p>
      <Icon name="down" />
      <p className="merge-line">
        <span className="muted small block">{t('applicants.merge_stays')}</span>
        <strong>{target.name}</strong>
      </p>
      {preview.error && <Alert tone="danger">{wordsOf(preview.error)}</Alert>}
      {preview.data && <Consequences merging={preview.data} />}
    </div>
  );
}

function Consequences({ merging }: { merging: ApplicantMerging }) {
  const { t } = useTranslation();
  return (
    <ul className="merge-facts">
      <li>{t('applicants.merge_tickets', { count: merging.tickets, open: merging.open })}</li>
      {merging.contacts.length > 0 && (
        <li>{t('applicants.merge_contacts', { list: merging.contacts.map(formatPhone).join(', ') })}</li>
      )}
      {merging.differs.map((field) => (
        <li key={field.field}>
          {t('applicants.merge_differs', { field: field.name, stays: field.new || '—', goes: field.old || '—' })}
        </li>
      ))}
    </ul>
  );
}
