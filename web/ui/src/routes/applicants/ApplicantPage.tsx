import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useRouteContext } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { addTexts } from '../../i18n';
import texts from '../../i18n/applicants.json';
import '../../styles/applicants.css';
import { type Applicant, type ApplicantCard, cardQuery, hold, restrict, undoMerge } from '../../state/applicants';
import { Icon } from '../../ui/icons';
import { Alert, Badge, Button } from '../../ui/kit';
import { Loading } from '../../ui/states';
import { ContactDialog, EditDialog } from './EditDialog';
import { MergeDialog } from './MergeDialog';
import { Calls, Contacts, History, Likely, Members, Merged, OwnFacts, Tickets } from './panels';
import { ReasonDialog } from './ReasonDialog';

addTexts(texts);

type Open =
  | { kind: 'edit' | 'contact' | 'restrict' | 'hold' }
  | { kind: 'merge'; other?: Applicant }
  | { kind: 'undo'; merge: ApplicantCard['merges'][number] };

/** All that is known of one applicant, and what can be done about it. */
export function ApplicantPage() {
  const { t } = useTranslation();
  const { applicantId } = useParams({ from: '/shell/applicants/$applicantId' });
  const { session } = useRouteContext({ from: '/shell' });
  const card = useQuery(cardQuery(Number(applicantId)));
  const [open, setOpen] = useState<Open>();
  if (card.error) {
    return (
      <div className="page">
        <h1>{t('applicants.one')}</h1>
        <Alert tone="danger">{wordsOf(card.error)}</Alert>
      </div>
    );
  }
  if (!card.data) {
    return (
      <div className="page">
        <h1>{t('applicants.one')}</h1>
        <Loading />
      </div>
    );
  }
  const chief = session.role === 'supervisor';
  const person = card.data.applicant;
  const editable = !person.restricted || chief;
  return (
    <div className="page">
      <Head card={card.data} chief={chief} onOpen={setOpen} />
      {person.restricted && (
        <Alert tone="warning" data-testid="restricted">
          {t(card.data.masked ? 'applicants.masked' : 'applicants.restricted_lead', { ground: person.restricted })}
        </Alert>
      )}
      {person.hold && <Alert tone="info">{t('applicants.held', { reason: person.hold })}</Alert>}
      {!card.data.masked && (
        <div className="applicant-card">
          <div className="applicant-column">
            <OwnFacts person={person} />
            <Contacts card={card.data} {...(editable && { onAdd: () => setOpen({ kind: 'contact' }) })} />
            <Likely
              card={card.data}
              {...(chief && { onMerge: (other: Applicant) => setOpen({ kind: 'merge', other }) })}
            />
            <Merged
              card={card.data}
              {...(chief && { onUndo: (merge: ApplicantCard['merges'][number]) => setOpen({ kind: 'undo', merge }) })}
            />
            <Members card={card.data} />
          </div>
          <div className="applicant-column">
            <Tickets card={card.data} />
            <Calls card={card.data} />
            <History card={card.data} />
          </div>
        </div>
      )}
      {open && <Dialogs open={open} person={person} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

interface HeadProps {
  card: ApplicantCard;
  chief: boolean;
  onOpen(open: Open): void;
}

function Head({ card, chief, onOpen }: HeadProps) {
  const { t } = useTranslation();
  const person = card.applicant;
  return (
    <header className="applicant-head">
      <div>
        <h1>{person.name}</h1>
        <p className="applicant-marks">
          <Badge>{t(`applicant.group_${person.group}`)}</Badge>
          {person.subgroup && <Badge>{t(`applicant.subgroup_${person.subgroup}`)}</Badge>}
          {person.kind === 'organisation' && <Badge>{t('applicant.kind_organisation')}</Badge>}
          {person.restricted && <Badge tone="warn">{t('applicants.restricted')}</Badge>}
          {person.hold && <Badge tone="info">{t('applicants.hold_on')}</Badge>}
          {!card.masked && card.open_count > 0 && (
            <Badge tone="info">{t('applicants.open', { count: card.open_count })}</Badge>
          )}
        </p>
      </div>
      <div className="row">
        {(!person.restricted || chief) && (
          <Button icon="user" onPress={() => onOpen({ kind: 'edit' })} data-testid="applicant-edit">
            {t('applicants.edit')}
          </Button>
        )}
        {chief && !person.restricted && (
          <Button onPress={() => onOpen({ kind: 'merge' })} data-testid="applicant-merge">
            {t('applicants.merge_with')}
          </Button>
        )}
        {chief && (
          <Button onPress={() => onOpen({ kind: 'restrict' })} data-testid="applicant-restrict">
            <Icon name="lock" size={16} /> {t(person.restricted ? 'applicants.lift' : 'applicants.restrict')}
          </Button>
        )}
        {chief && (
          <Button onPress={() => onOpen({ kind: 'hold' })} data-testid="applicant-hold">
            {t(person.hold ? 'applicants.release' : 'applicants.hold')}
          </Button>
        )}
      </div>
    </header>
  );
}

function Dialogs({ open, person, onClose }: { open: Open; person: Applicant; onClose(): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  switch (open.kind) {
    case 'edit':
      return <EditDialog person={person} onClose={onClose} />;
    case 'contact':
      return <ContactDialog id={person.id} onClose={onClose} />;
    case 'merge':
      return (
        <MergeDialog
          person={person}
          {...(open.other && { other: open.other })}
          onClose={onClose}
          onMerged={(target) =>
            void navigate({ to: '/applicants/$applicantId', params: { applicantId: String(target) } })
          }
        />
      );
    case 'undo':
      return (
        <ReasonDialog
          title={t('applicants.undo_title', { name: open.merge.source_name })}
          lead={t('applicants.undo_lead', { count: open.merge.tickets })}
          label={t('applicants.reason')}
          action={t('applicants.undo')}
          onClose={onClose}
          save={(reason) => undoMerge(person.id, open.merge.id, reason)}
        />
      );
    case 'restrict': {
      const on = !person.restricted;
      return (
        <ReasonDialog
          title={t(on ? 'applicants.restrict' : 'applicants.lift')}
          lead={t(on ? 'applicants.restrict_lead' : 'applicants.lift_lead')}
          label={t(on ? 'applicants.ground' : 'applicants.reason')}
          {...(on && { hint: t('applicants.ground_hint') })}
          action={t(on ? 'applicants.restrict' : 'applicants.lift')}
          danger={on}
          onClose={onClose}
          save={(reason) => restrict(person.id, on, reason)}
        />
      );
    }
    case 'hold': {
      const on = !person.hold;
      return (
        <ReasonDialog
          title={t(on ? 'applicants.hold' : 'applicants.release')}
          lead={t(on ? 'applicants.hold_lead' : 'applicants.release_lead')}
          label={t('applicants.reason')}
          action={t(on ? 'applicants.hold' : 'applicants.release')}
          onClose={onClose}
          save={(reason) => hold(person.id, on, reason)}
        />
      );
    }
  }
}
