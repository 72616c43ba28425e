// Keeps the note of a ticket while it is typed: saved 3 s after a change, on blur, on the way out; a newer version
// from another place is shown beside ours and never replaces it. Framework-free; one keeper a ticket.
import type { Draft } from '../api/client';

export const SAVE_AFTER_MS = 3000;

export type DraftStatus = 'saved' | 'dirty' | 'saving' | 'failed' | 'conflict';

export interface DraftView {
  text: string;
  status: DraftStatus;
  savedAt: string | undefined;
  /** conflict: what stands on the server. */
  theirs: Draft | undefined;
}

export type SaveResult = { draft: Draft } | { conflict: Draft };

export interface DraftOptions {
  save(text: string, version: number): Promise<SaveResult>;
  onChange(view: DraftView): void;
}

export class DraftKeeper {
  view: DraftView;
  private version: number;
  private savedText: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> | undefined;
  private readonly options: DraftOptions;

  constructor(draft: Draft, options: DraftOptions) {
    this.options = options;
    this.version = draft.version;
    this.savedText = draft.text;
    this.view = { text: draft.text, status: 'saved', savedAt: draft.saved_at, theirs: undefined };
  }

  edit(text: string): void {
    this.show({ text, status: this.view.status === 'conflict' ? 'conflict' : 'dirty' });
    clearTimeout(this.timer);
    if (this.view.status !== 'conflict') this.timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }

  /** Saves what is not saved; resolves when it is, or could not be (the view says which). */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    while (this.saving) await this.saving;
    if (this.view.status === 'conflict' || this.view.text === this.savedText) return;
    this.saving = this.save(this.view.text).finally(() => {
      this.saving = undefined;
    });
    await this.saving;
  }

  /** A desk came with this draft: taken over only when nothing here is unsaved. */
  offer(draft: Draft): void {
    if (draft.version <= this.version) return;
    if (this.view.status === 'conflict') {
      this.show({ theirs: draft });
    } else if (this.view.text === draft.text || (this.view.text === this.savedText && !this.saving)) {
      this.adopt(draft);
      this.show({ text: draft.text });
    }
    // else: the next save meets the newer version and becomes a conflict
  }

  /** Ends a conflict: ours replaces theirs, theirs replaces ours, or ours goes below theirs. */
  resolve(choice: 'mine' | 'theirs' | 'both'): void {
    const { theirs, text } = this.view;
    if (!theirs) return;
    this.adopt(theirs);
    if (choice === 'theirs') this.show({ text: theirs.text });
    else this.edit(choice === 'mine' ? text : `${theirs.text}\n${text}`);
    void this.flush();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** The text has gone its way with the outcome of the call: nothing is left to save. */
  discard(): void {
    this.stop();
    this.savedText = this.view.text;
  }

  private async save(text: string): Promise<void> {
    this.show({ status: 'saving' });
    let result: SaveResult;
    try {
      result = await this.options.save(text, this.version);
    } catch {
      this.show({ status: 'failed' });
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
      return;
    }
    if ('conflict' in result) {
      if (result.conflict.text === this.view.text) this.adopt(result.conflict);
      else this.show({ status: 'conflict', theirs: result.conflict });
      return;
    }
    const unchanged = this.view.text === text;
    this.adopt({ ...result.draft, text });
    if (!unchanged) this.edit(this.view.text);
  }

  private adopt(draft: Draft): void {
    this.version = draft.version;
    this.savedText = draft.text;
    this.show({ status: 'saved', savedAt: draft.saved_at, theirs: undefined });
  }

  private show(part: Partial<DraftView>): void {
    this.view = { ...this.view, ...part };
    this.options.onChange(this.view);
  }
}
