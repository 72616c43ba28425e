import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Applicant,
  type ApplicantEdit,
  type ContactKind,
  editApplicant,
  findQuery,
  putContact,
} from '../../state/applicants';
import { Choice } from '../../ui/choice';
import { FormDialog } from '../../ui/form-dialog';
import { Button, Field } from '../../ui/kit';
import { WhoFields } from '../WhoFields';

/** A card's own fields. Sub-groups are of internal users only (Regulation 2.6). */
export function EditDialog({ person, onClose }: { person: Applicant; onClose(): void }) {
  const { t } = useTranslation();
  const [form, setForm] = useState({
    name: person.name,
    kind: person.kind,
    group: person.group,
    subgroup: (person.subgroup ?? '') as string,
    email: person.email ?? '',
    login: person.login ?? '',
  });
  const [organisation, setOrganisation] = useState({
    id: person.organisation_id ?? 0,
    name: person.organisation_name ?? '',
  });
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));
  const edit = (): ApplicantEdit => ({
    version: person.version ?? 1,
    name: form.name.trim(),
    kind: form.kind,
    group: form.group,
    email: form.email.trim(),
    login: form.login.trim(),
    ...(form.group === 'internal' && form.subgroup
      ? { subgroup: form.subgroup as NonNullable<ApplicantEdit['subgroup']> }
      : {}),
    ...(form.kind === 'person' && organisation.id ? { organisation_id: organisation.id } : {}),
  });
  return (
    <FormDialog
      saveId="card-send"
      title={t('applicants.edit')}
      action={t('applicant.save')}
      onClose={onClose}
      save={() => editApplicant(person.id, edit())}
    >
      {(faults) => (
        <>
          <Field
            label={t('applicant.name')}
            value={form.name}
            onChange={put('name')}
            error={faults.name}
            isRequired
            maxLength={200}
            autoFocus
            data-testid="edit-name"
          />
          <WhoFields form={form} put={put} testId="edit" />
          <div className="pair">
            <Field
              label={t('applicants.main_email')}
              value={form.email}
              onChange={put('email')}
              error={faults.email}
              maxLength={254}
              type="email"
            />
            <Field
              label={t('applicant.login')}
              value={form.login}
              onChange={put('login')}
              error={faults.login}
              maxLength={64}
            />
          </div>
          {form.kind === 'person' && (
            <OrganisationField value={organisation} onChange={setOrganisation} error={faults.organisation_id} />
          )}
        </>
      )}
    </FormDialog>
  );
}

interface OrganisationProps {
  value: { id: number; name: string };
  onChange(value: { id: number; name: string }): void;
  error: string | undefined;
}

/** The organisation to which a person belongs: found by its name, chosen by a button. */
function OrganisationField({ value, onChange, error }: OrganisationProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const found = useQuery(findQuery(text));
  const all = (found.data ?? []).filter((one) => one.kind === 'organisation').slice(0, 5);
  if (value.id) {
    return (
      <div className="candidate">
        <span>
          <span className="muted small block">{t('applicants.organisation')}</span>
          <strong>{value.name}</strong>
        </span>
        <Button size="small" onPress={() => onChange({ id: 0, name: '' })}>
          {t('applicants.organisation_drop')}
        </Button>
      </div>
    );
  }
  return (
    <div className="stack-small">
      <Field
        label={t('applicants.organisation')}
        hint={t('applicants.organisation_hint')}
        value={text}
        onChange={setText}
        error={error}
        maxLength={200}
        data-testid="edit-organisation"
      />
      <ul className="candidates">
        {all.map((one) => (
          <li key={one.id} className="candidate">
            <strong>{one.name}</strong>
            <Button
              size="small"
              aria-label={`${t('applicant.pick')}: ${one.name}`}
              onPress={() => onChange({ id: one.id, name: one.name })}
            >
              {t('applicant.pick')}
            </Button>
          </li>
        ))}
      </ul>
      {text.trim().length > 1 && found.isSuccess && all.length === 0 && (
        <p className="muted small" role="status">
          {t('applicants.organisation_none')}
        </p>
      )}
    </div>
  );
}

/** A number or an address more. */
export function ContactDialog({ id, onClose }: { id: number; onClose(): void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<ContactKind>('phone');
  const [value, setValue] = useState('');
  const [shared, setShared] = useState('own');
  return (
    <FormDialog
      saveId="card-send"
      title={t('applicants.contact_new')}
      action={t('applicants.contact_add')}
      onClose={onClose}
      save={() => putContact(id, kind, value.trim(), shared === 'shared')}
    >
      {(faults) => (
        <>
          <Choice
            label={t('applicants.contact_kind')}
            value={kind}
            onChange={(key) => setKind(key === 'email' ? 'email' : 'phone')}
            options={[
              ['phone', t('applicant.phone')],
              ['email', t('applicant.email')],
            ]}
          />
          <Field
            label={t(kind === 'phone' ? 'applicant.phone' : 'applicant.email')}
            value={value}
            onChange={setValue}
            error={faults[kind] ?? faults.value}
            isRequired
            maxLength={254}
            type={kind === 'phone' ? 'tel' : 'email'}
            data-testid="contact-value"
          />
          <Choice
            label={t('applicants.contact_whose')}
            value={shared}
            onChange={setShared}
            options={[
              ['own', t('applicants.contact_own')],
              ['shared', t('applicants.contact_shared')],
            ]}
          />
        </>
      )}
    </FormDialog>
  );
}
