import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ChangeEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { addTexts } from '../../i18n';
import texts from '../../i18n/import.json';
import { importsQuery, sendImport, type TicketImported, templateAddress } from '../../state/imports';
import { formatDateTime } from '../../ui/format';
import { Alert, Button } from '../../ui/kit';
import '../../styles/import.css';

addTexts(texts);

/** Appeals, or applicants alone, from a file: first what is understood and what is wrong, then the import. */
export function ImportPanel({ onClose, onBusy }: { onClose?(): void; onBusy?(busy: boolean): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const preview = useMutation({ mutationFn: (chosen: File) => sendImport(chosen, true) });
  const send = useMutation({
    mutationFn: (chosen: File) => sendImport(chosen, false),
    onMutate: () => onBusy?.(true),
    onSettled: () => {
      onBusy?.(false);
      return queries.invalidateQueries();
    },
  });
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = ''; // the same file, corrected, may be chosen again
    if (!chosen) return;
    setFile(chosen);
    send.reset();
    preview.mutate(chosen);
  };
  const error = send.error ?? preview.error;
  const seen = preview.data;
  const ready = file && seen && seen.fault_count === 0 && seen.registered > 0 && !send.data;
  return (
    <div className="import-panel">
      <p>{t('import.lead')}</p>
      <Templates />
      <label className="btn btn-plain btn-normal import-choose">
        <span>{t('import.file')}</span>
        <input
          type="file"
          accept=".csv,.txt,.xlsx,text/csv,text/plain"
          onChange={choose}
          disabled={send.isPending}
          data-testid="import-file"
        />
      </label>
      {(preview.isPending || send.isPending) && (
        <p className="muted" role="status">
          {t(send.isPending ? 'import.sending' : 'import.reading')}
        </p>
      )}
      {error && (
        <Alert tone="danger" data-testid="import-error">
          {wordsOf(error)}
        </Alert>
      )}
      {send.data ? <Done answer={send.data} /> : seen && file && <Seen name={file.name} seen={seen} />}
      {!seen && !preview.isPending && <Audit />}
      {(onClose || ready) && (
        <div className="dialog-buttons">
          {onClose && (
            <Button onPress={onClose} isDisabled={send.isPending}>
              {t('import.close')}
            </Button>
          )}
          {ready && (
            <Button
              tone="primary"
              onPress={() => send.mutate(file)}
              isPending={send.isPending}
              data-testid="import-send"
            >
              {t('import.send', { count: seen.registered })}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Templates() {
  const { t } = useTranslation();
  return (
    <p className="small">
      {t('import.templates')}{' '}
      {([false, true] as const).map((applicants) =>
        (['csv', 'xlsx'] as const).map((format) => (
          <span key={format}>
            <a href={templateAddress(format, applicants)} download>
              {t(applicants ? 'import.template_applicants' : 'import.template_tickets', {
                format: format.toUpperCase(),
              })}
            </a>
            {applicants && format === 'xlsx' ? '.' : ', '}
          </span>
        )),
      )}
    </p>
  );
}

function Done({ answer }: { answer: TicketImported }) {
  const { t } = useTranslation();
  return (
    <Alert tone="success" data-testid="import-done">
      {t(answer.applicants ? 'import.done_applicants' : 'import.done', { count: answer.registered })}
      {answer.known > 0 && ` ${t('import.known', { count: answer.known })}`}
    </Alert>
  );
}

/** What the server has understood of the file. */
function Seen({ name, seen }: { name: string; seen: TicketImported }) {
  const { t } = useTranslation();
  return (
    <section data-testid="import-preview">
      <h3 className="sub-title break">{name}</h3>
      {seen.fault_count > 0 ? (
        <Faults seen={seen} />
      ) : (
        <p>
          {t(seen.applicants ? 'import.found_applicants' : 'import.found', { count: seen.rows })}{' '}
          {seen.known > 0 && t('import.known', { count: seen.known })}
        </p>
      )}
      {seen.ignored.length > 0 && (
        <p className="muted small">{t('import.ignored', { columns: seen.ignored.join(', ') })}</p>
      )}
      {seen.first.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section className="import-rows" aria-label={t('import.first')} tabIndex={0}>
          <table className="import-table">
            <caption className="small">{t('import.first')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('import.row')}</th>
                {seen.head.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {seen.first.map((row) => (
                <tr key={row.row}>
                  <td data-label={t('import.row')}>{row.row}</td>
                  {row.cells.map((cell, place) => (
                    <td key={seen.head[place]} data-label={seen.head[place]}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

function Faults({ seen }: { seen: TicketImported }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert tone="danger">{t('import.faults', { count: seen.fault_count })}</Alert>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="import-rows" aria-label={t('import.faults_list')} tabIndex={0}>
        <table className="import-table import-faults" data-testid="import-faults">
          <thead>
            <tr>
              <th scope="col">{t('import.row')}</th>
              <th scope="col">{t('import.column')}</th>
              <th scope="col">{t('import.wrong')}</th>
            </tr>
          </thead>
          <tbody>
            {seen.faults.map((fault) => (
              <tr key={`${fault.row} ${fault.column} ${fault.words}`}>
                <td data-label={t('import.row')}>{fault.row}</td>
                <td data-label={t('import.column')}>{fault.column}</td>
                <td data-label={t('import.wrong')}>{fault.words}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Audit() {
  const { t } = useTranslation();
  const audit = useQuery(importsQuery);
  return (
    <section>
      <h3 className="sub-title">{t('import.audit')}</h3>
      {audit.error && <Alert tone="danger">{wordsOf(audit.error)}</Alert>}
      {audit.data?.length === 0 && <p className="muted">{t('import.nobody')}</p>}
      <ul className="list">
        {audit.data?.slice(0, 5).map((one) => (
          <li key={one.at + one.file} className="list-item">
            <span className="list-head">
              <strong>{one.who}</strong>
              <span className="muted">{formatDateTime(one.at)}</span>
            </span>
            <span className="muted small break">
              {one.file}: {t('import.audit_rows', { registered: one.registered, rows: one.rows })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
