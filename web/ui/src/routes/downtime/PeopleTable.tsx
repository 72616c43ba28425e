import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, must } from '../../api/client';
import { Alert, Badge, Button, Field, Panel } from '../../ui/kit';
import type { Responsible } from './downtimes';
import { useSaving } from './useSaving';

const NOBODY = { name: '', position: '', contact: '', active: true };

/** Section 5 of the regulation, whose text lacks it. */
interface PeopleProps {
  version: number;
  people: Responsible[];
  mayEdit: boolean;
}

export function PeopleTable({ version, people, mayEdit }: PeopleProps) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Responsible>();
  const saving = useSaving();
  const turn = ({ id, name, position, contact, active }: Responsible) =>
    void saving.save(() =>
      must(
        api.PUT('/api/v1/downtime-rules/responsibles/{responsibleId}', {
          params: { path: { responsibleId: id } },
          body: { version, name, position, contact, active: !active },
        }),
      ),
    );
  return (
    <Panel title={t('downtime.people')} data-testid="people">
      <p className="muted">{t('downtime.people_lead')}</p>
      {!people.some(({ active }) => active) && <Alert tone="warning">{t('downtime.nobody')}</Alert>}
      <ul className="list">
        {people.map((person) => (
          <li className="list-item rule-row" key={person.id}>
            <span>
              <strong>{person.name}</strong> {!person.active && <Badge>{t('downtime.retired')}</Badge>}
              <span className="block muted">{[person.position, person.contact].filter(Boolean).join(' · ')}</span>
            </span>
            {mayEdit && (
              <span className="row">
                <Button
                  size="small"
                  icon="edit"
                  onPress={() => setEdited(person)}
                  aria-label={`${t('downtime.edit')}: ${person.name}`}
                >
                  {t('downtime.edit')}
                </Button>
                <Button
                  size="small"
                  onPress={() => turn(person)}
                  isDisabled={saving.busy}
                  aria-label={`${t(person.active ? 'downtime.retire' : 'downtime.restore')}: ${person.name}`}
                >
                  {t(person.active ? 'downtime.retire' : 'downtime.restore')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {saving.words && <Alert tone="danger">{saving.words}</Alert>}
      {mayEdit && (
        <PersonForm key={edited?.id ?? 'new'} version={version} person={edited} onDone={() => setEdited(undefined)} />
      )}
    </Panel>
  );
}

interface PersonProps {
  version: number;
  person: Responsible | undefined;
  onDone(): void;
}

function PersonForm({ version, person, onDone }: PersonProps) {
  const { t } = useTranslation();
  const [seen] = useState(version); // what is edited is the person as the form has begun with
  const [form, setForm] = useState(person ?? NOBODY);
  const saving = useSaving();
  const put = (name: 'name' | 'position' | 'contact') => (value: string) =>
    setForm((now) => ({ ...now, [name]: value }));
  async function submit(event: FormEvent) {
    event.preventDefault();
    const { name, position, contact, active } = form;
    const body = { version: person ? seen : version, name, position, contact, active };
    const done = await saving.save(() =>
      must(
        person
          ? api.PUT('/api/v1/downtime-rules/responsibles/{responsibleId}', {
              params: { path: { responsibleId: person.id } },
              body,
            })
          : api.POST('/api/v1/downtime-rules/responsibles', { body }),
      ),
    );
    if (!done) return;
    setForm(NOBODY);
    onDone();
  }
  return (
    <Form onSubmit={submit} className="rule-form">
      <Field
        label={t('downtime.person_name')}
        value={form.name}
        onChange={put('name')}
        error={saving.faults.name}
        maxLength={300}
        isRequired
        data-testid="person-name"
      />
      <Field
        label={t('downtime.person_position')}
        value={form.position}
        onChange={put('position')}
        error={saving.faults.position}
        maxLength={300}
      />
      <Field
        label={t('downtime.person_contact')}
        value={form.contact}
        onChange={put('contact')}
        error={saving.faults.contact}
        maxLength={300}
      />
      <Button type="submit" icon={person ? 'check' : 'plus'} isPending={saving.busy} data-testid="person-save">
        {t(person ? 'downtime.save' : 'downtime.add')}
      </Button>
      {person && <Button onPress={onDone}>{t('call.cancel')}</Button>}
      {saving.words && <Alert tone="danger">{saving.words}</Alert>}
    </Form>
  );
}
