import './texts';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Dialog, Heading, ListBox, ListBoxItem, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, must, wordsOf } from '../../api/client';
import { queries } from '../../state/session';
import { Alert, Button, Field } from '../../ui/kit';
import { type Article, articlesQuery } from './articles';
import '../../styles/knowledge.css';

interface PickerProps {
  ticketId: number;
  /** Takes the text of the answer, filled in for the ticket. */
  onInsert(text: string): void;
}

/** A button that puts a ready answer, or one of the FAQ, into whatever is being written for a ticket. */
export function AnswerPicker({ ticketId, onInsert }: PickerProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [missing, setMissing] = useState<string[]>([]);
  return (
    <>
      <Button size="small" icon="speak" onPress={() => setOpen(true)} data-testid="answers">
        {t('answer.button')}
      </Button>
      {missing.length > 0 && (
        <Alert tone="warning" data-testid="answer-missing">
          {t('answer.missing', { names: missing.join(', ') })}
        </Alert>
      )}
      {open && (
        <ModalOverlay className="overlay" isOpen onOpenChange={setOpen} isDismissable>
          <Modal className="modal">
            <Dialog className="dialog">
              <Picking
                ticketId={ticketId}
                onPicked={(text, lacking) => {
                  setMissing(lacking);
                  onInsert(text);
                  setOpen(false);
                }}
              />
            </Dialog>
          </Modal>
        </ModalOverlay>
      )}
    </>
  );
}

function Picking({ ticketId, onPicked }: { ticketId: number; onPicked(text: string, missing: string[]): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [fault, setFault] = useState('');
  const looked = useDeferredValue(text.trim());
  const list = useQuery(articlesQuery(looked ? { q: looked } : {}));
  const usable = list.data?.articles.filter(({ published }) => published) ?? [];
  async function pick(id: number) {
    try {
      const filled = await must(
        api.POST('/api/v1/tickets/{ticketId}/answers/{articleId}', { params: { path: { ticketId, articleId: id } } }),
      );
      void queries.invalidateQueries({ queryKey: ['articles'] });
      onPicked(filled.text, filled.missing);
    } catch (error) {
      setFault(wordsOf(error));
    }
  }
  return (
    <div className="stack">
      <Heading slot="title" className="dialog-title">
        {t('answer.title')}
      </Heading>
      <Field
        label={t('faq.look')}
        type="search"
        value={text}
        onChange={setText}
        maxLength={200}
        autoFocus
        data-testid="answer-look"
      />
      {(fault || list.error) && <Alert tone="danger">{fault || wordsOf(list.error)}</Alert>}
      {list.isSuccess && usable.length === 0 && (
        <p className="muted" role="status">
          {t('faq.nothing')}
        </p>
      )}
      {usable.length > 0 && (
        <ListBox
          className="menu answers"
          aria-label={t('answer.title')}
          items={usable}
          onAction={(key) => void pick(Number(key))}
          selectionMode="none"
        >
          {(article: Article) => (
            <ListBoxItem
              id={article.id}
              textValue={article.title}
              className="menu-item answer"
              data-testid={`answer-${article.id}`}
            >
              <span className="answer-title">{article.title}</span>
              <span className="muted small answer-text">{article.text}</span>
            </ListBoxItem>
          )}
        </ListBox>
      )}
    </div>
  );
}
