// Ctrl+K from everywhere: results while one types, chosen by arrows and Enter.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Heading,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { type Applicant, type SearchHit, type SearchPage, wordsOf } from '../../api/client';
import { quickQuery } from '../../state/search';
import { Alert } from '../../ui/kit';
import { ApplicantFacts, cardOf, HitFacts, pageOf, Snippet, Status } from './Found';

const PAUSE_MS = 180;

export function QuickSearch({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  return (
    <ModalOverlay className="overlay overlay-top" isOpen onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className="modal quick">
        <Dialog className="quick-dialog">
          <Heading slot="title" className="visually-hidden">
            {t('search.quick')}
          </Heading>
          <Quick onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Quick({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const q = useSettled(text.trim());
  const found = useQuery(quickQuery(q));
  const page = q.length >= 2 ? found.data : undefined;
  const all = (words: string) => {
    onClose();
    void navigate({ to: '/search', search: { q: words } });
  };
  const open = (hit: SearchHit) => {
    onClose();
    void navigate(pageOf(hit));
  };
  const openCard = (applicant: Applicant) => {
    onClose();
    void navigate(cardOf(applicant));
  };
  return (
    <Autocomplete inputValue={text} onInputChange={setText} disableAutoFocusFirst>
      <SearchField
        className="quick-field"
        autoFocus
        onSubmit={() => text.trim() && all(text.trim())}
        data-testid="quick-field"
      >
        <Label className="visually-hidden">{t('search.what')}</Label>
        <Input className="quick-input" placeholder={t('search.quick_hint')} maxLength={200} data-testid="quick-text" />
      </SearchField>
      {found.error && <Alert tone="danger">{wordsOf(found.error)}</Alert>}
      {page?.corrected && <p className="quick-note">{t('search.corrected', { asked: q, value: page.value })}</p>}
      {page && page.hits.length === 0 && page.applicants.length === 0 && (
        <p className="quick-note" role="status">
          {t('search.nothing')}
        </p>
      )}
      <Choices page={page} q={q} onTicket={open} onApplicant={openCard} onAll={all} />
    </Autocomplete>
  );
}

interface ChoicesProps {
  page: SearchPage | undefined;
  q: string;
  onTicket(hit: SearchHit): void;
  onApplicant(applicant: Applicant): void;
  onAll(words: string): void;
}

function Choices({ page, q, onTicket, onApplicant, onAll }: ChoicesProps) {
  const { t } = useTranslation();
  return (
    <ListBox className="quick-list" aria-label={t('search.results')} data-testid="quick-list">
      {page && page.hits.length > 0 && (
        <ListBoxSection id="tickets">
          <Header className="menu-header">{t('search.tickets')}</Header>
          {page.hits.map((hit) => (
            <ListBoxItem
              key={hit.ticket.id}
              id={`t${hit.ticket.id}`}
              textValue={`${hit.ticket.number} ${hit.ticket.subject ?? ''}`}
              isDisabled={hit.masked && !hit.may_open}
              onAction={() => onTicket(hit)}
              className="menu-item quick-item"
              data-testid="quick-hit"
            >
              <span className="quick-row">
                <span className="quick-title">
                  <strong>{hit.ticket.number}</strong> {hit.ticket.subject}
                </span>
                <Status status={hit.ticket.status} />
              </span>
              {hit.snippet.some((piece) => piece.hit) && (
                <span className="quick-snippet">
                  <Snippet pieces={hit.snippet} />
                </span>
              )}
              <span className="muted small">
                <HitFacts hit={hit} />
              </span>
            </ListBoxItem>
          ))}
        </ListBoxSection>
      )}
      {page && page.applicants.length > 0 && (
        <ListBoxSection id="people">
          <Header className="menu-header">{t('search.applicants')}</Header>
          {page.applicants.map((applicant) => (
            <ListBoxItem
              key={applicant.id}
              id={`a${applicant.id}`}
              textValue={applicant.name}
              onAction={() => onApplicant(applicant)}
              className="menu-item quick-item"
            >
              <span className="quick-title">{applicant.name}</span>
              <span className="muted small break">
                <ApplicantFacts applicant={applicant} />
              </span>
            </ListBoxItem>
          ))}
        </ListBoxSection>
      )}
      {q !== '' && (
        <ListBoxItem
          id="all"
          textValue={t('search.all', { q })}
          onAction={() => onAll(q)}
          className="menu-item quick-all"
        >
          {t('search.all', { q })}
        </ListBoxItem>
      )}
    </ListBox>
  );
}

/** The text once one has stopped typing for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
