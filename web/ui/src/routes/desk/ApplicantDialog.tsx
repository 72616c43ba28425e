import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Form, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { type Applicant, type ApplicantChoice, wordsOf } from '../../api/client';
import { findQuery } from '../../state/applicants';
import { DialogBox } from '../../ui/dialog';
import { formatPhone } from '../../ui/format';
import { Alert, Button, Field } from '../../ui/kit';
import { Refusal } from '../../ui/refusal';
import { invalid, useSending } from '../../ui/sending';
import { People } from '../People';
import { WhoFields } from '../WhoFields';

interface ApplicantDialogProps {
  isOpen: boolean;
  onClose(): void;
  candidates: Applicant[];
  number: string;
  save(choice: ApplicantChoice): Promise<unknown>;
}

/** "This is another person": one of the known, or a new one. */
export function ApplicantDialog({ isOpen, onClose, candidates, number, save }: ApplicantDialogProps) {
  return (
    <DialogBox onClose={onClose} isOpen={isOpen}>
      <ApplicantForm candidates={candidates} number={number} save={save} onClose={onClose} />
    </DialogBox>
  );
}

function ApplicantForm({ candidates, number, save, onClose }: Omit<ApplicantDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const [form, setForm] = useState({
    name: '',
    kind: 'person',
    group: 'external',
    subgroup: '',
    phone: formatPhone(number),
    email: '',
    login: '',
  });
  const sending = useSending();
  const { busy, faults } = sending;
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));

  async function choose(choice: () => ApplicantChoice) {
    if (await sending.send(async () => save(choice()))) onClose();
  }
  function written() {
    if (!form.name.trim()) throw invalid({ name: t('applicant.need_name') });
    const fields = { ...form, subgroup: form.group === 'internal' ? form.subgroup : '' };
    const given = Object.entries(fields).map(([key, value]) => [key, value.trim()] as const);
    return Object.fromEntries(given.filter(([, value]) => value !== '')) as ApplicantChoice;
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    void choose(written);
  }
  return (
    <>
      <Heading slot="title" className="dialog-title">
        {t('applicant.dialog_title')}
      </Heading>
      {candidates.length > 0 && (
        <section className="stack-small">
          <h3 className="sub-title">{t('applicant.candidates')}</h3>
          <ul className="candidates">
            {candidates.map((applicant) => (
              <li key={applicant.id} className="candidate">
                <strong>{applicant.name}</strong>
                <Button
                  size="small"
                  aria-label={`${t('applicant.pick')}: ${applicant.name}`}
                  onPress={() => void choose(() => ({ applicant_id: applicant.id }))}
                  isDisabled={busy}
                >
                  {t('applicant.pick')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <KnownFinder not={candidates} isDisabled={busy} onPick={(id) => void choose(() => ({ applicant_id: id }))} />
      <Form onSubmit={submit} className="stack">
        <h3 className="sub-title">{t('applicant.new')}</h3>
        <Field
          label={t('applicant.name')}
          value={form.name}
          onChange={put('name')}
          error={faults.name}
          maxLength={200}
          autoFocus
          data-testid="applicant-form-name"
        />
        <WhoFields form={form} put={put} />
        <div className="pair">
          <Field
            label={t('applicant.phone')}
            value={form.phone}
            onChange={put('phone')}
            error={faults.phone}
            maxLength={64}
            type="tel"
          />
          <Field
            label={t('applicant.email')}
            value={form.email}
            onChange={put('email')}
            error={faults.email}
            maxLength={254}
            type="email"
          />
        </div>
        <Field
          label={t('applicant.login')}
          value={form.login}
          onChange={put('login')}
          error={faults.login}
          maxLength={64}
        />
        <Refusal sending={sending} />
        <div className="dialog-buttons">
          <Button onPress={onClose}>{t('applicant.cancel')}</Button>
          <Button type="submit" tone="primary" isPending={busy} data-testid="applicant-form-save">
            {t('applicant.save')}
          </Button>
        </div>
      </Form>
    </>
  );
}

interface KnownFinderProps {
  not: Applicant[];
  isDisabled: boolean;
  onPick(id: number): void;
}

/** Somebody known who calls from another number. */
function KnownFinder({ not, isDisabled, onPick }: KnownFinderProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const found = useQuery(findQuery(text.trim().length > 2 ? text : ''));
  const people = (found.data ?? []).filter((one) => !not.some((other) => other.id === one.id)).slice(0, 5);
  return (
    <section className="stack-small">
      <Field
        label={t('applicant.find')}
        hint={t('applicant.find_hint')}
        value={text}
        onChange={setText}
        maxLength={200}
        data-testid="applicant-known"
      />
      {found.error && <Alert tone="danger">{wordsOf(found.error)}</Alert>}
      <People people={people} isDisabled={isDisabled} onPick={({ id }) => onPick(id)} />
      {found.isSuccess && people.length === 0 && (
        <p className="muted small" role="status">
          {t('applicant.find_none')}
        </p>
      )}
    </section>
  );
}
