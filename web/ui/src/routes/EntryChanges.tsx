import type { HistoryEntry } from '../api/client';

/** Longer texts are folded: what changed is to be seen at a glance. */
const LONG = 90;

/** What an act changed: old → new. */
export function EntryChanges({ entry }: { entry: HistoryEntry }) {
  if (!entry.changes?.length) return null;
  return (
    <ul className="entry-changes">
      {entry.changes.map((change) => {
        const long = (change.old ?? '').length > LONG || (change.new ?? '').length > LONG;
        const values = (
          <>
            {change.old !== undefined && <del>{change.old}</del>}
            {change.old !== undefined && ' → '}
            <ins>{change.new ?? '—'}</ins>
          </>
        );
        return (
          <li key={change.field}>
            {long ? (
              <details>
                <summary>{change.name}</summary>
                {values}
              </details>
            ) : (
              <>
                <span className="muted">{change.name}:</span> {values}
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
