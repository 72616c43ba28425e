import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftView } from '../../state/draft';
import { addNote, noteKeeper, useNote } from '../../state/note';
import { formatTimeSeconds } from '../../ui/format';
import { Alert, Button, Field } from '../../ui/kit';
import { AnswerPicker } from '../faq/AnswerPicker';
import { useAsking } from './actions';

const MAX_LENGTH = 10_000;

/** The note is never replaced while it is edited: what came from elsewhere is shown beside it. */
export function NoteEditor() {
  const { t } = useTranslation();
  const view = useNote((store) => store.view);
  const ticketId = useNote((store) => store.ticketId);
  const asking = useAsking();
  const [added, setAdded] = useState(false);
  if (!view) return null;
  const add = () => void asking.ask(addNote).then((done) => setAdded(done));
  return (
    <div className="note">
      <Field
        label={t('note.title')}
        lines={7}
        value={view.text}
        maxLength={MAX_LENGTH}
        placeholder={t('note.placeholder')}
        onChange={(text) => {
          setAdded(false);
          noteKeeper()?.edit(text);
        }}
        onBlur={() => void noteKeeper()?.flush()}
        data-testid="note"
      />
      <div className="note-foot">
        <span
          className={`small ${view.status === 'failed' ? 'text-bad' : 'muted'}`}
          data-testid="note-status"
          data-status={view.status}
        >
          {added && view.text === '' ? t('note.added') : statusWords(view, t)}
        </span>
        {ticketId !== undefined && (
          <AnswerPicker
            ticketId={ticketId}
            onInsert={(text) => noteKeeper()?.edit(view.text.trim() ? `${view.text.trimEnd()}\n${text}` : text)}
          />
        )}
        <Button
          size="small"
          onPress={add}
          isDisabled={view.text.trim() === '' || asking.busy || view.status === 'conflict'}
          data-testid="note-add"
        >
          {t('note.add')}
        </Button>
      </div>
      {asking.fault && <Alert tone="danger">{asking.fault}</Alert>}
      {view.status === 'conflict' && view.theirs && (
        <div className="conflict" data-testid="note-conflict">
          <Alert tone="warning">{t('note.conflict')}</Alert>
          <p className="field-label">{t('note.theirs')}</p>
          <p className="conflict-text prewrap">{view.theirs.text}</p>
          <div className="row">
            <Button size="small" tone="primary" onPress={() => noteKeeper()?.resolve('mine')} data-testid="keep-mine">
              {t('note.keep_mine')}
            </Button>
            <Button size="small" onPress={() => noteKeeper()?.resolve('theirs')} data-testid="keep-theirs">
              {t('note.keep_theirs')}
            </Button>
            <Button size="small" onPress={() => noteKeeper()?.resolve('both')} data-testid="keep-both">
              {t('note.keep_both')}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

function statusWords(view: DraftView, t: TFunction): string {
  switch (view.status) {
    case 'dirty':
    case 'conflict':
      return t('note.dirty');
    case 'saving':
      return t('note.saving');
    case 'failed':
      return t('note.failed');
    default:
      return view.savedAt && view.text
        ? t('note.saved', { time: formatTimeSeconds(view.savedAt) })
        : t('note.saved_plain');
  }
}
