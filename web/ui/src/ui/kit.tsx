// The small kit: React Aria's behaviour, our look (styles/button.css, form.css, marks.css, panel.css).
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components';
import { Icon, type IconName } from './icons';

type Tone = 'plain' | 'primary' | 'success' | 'danger' | 'quiet';
type TestId = { 'data-testid'?: string };

interface ButtonProps extends AriaButtonProps, TestId {
  tone?: Tone;
  size?: 'normal' | 'large' | 'small';
  icon?: IconName;
  /** Shown beside the words and told to assistive technology, e.g. "F2", "Shift+F9". */
  keys?: string;
  /** A switch, such as the microphone: pressed or not. */
  pressed?: boolean;
  children: ReactNode;
}

export function Button({
  tone = 'plain',
  size = 'normal',
  icon,
  keys,
  pressed,
  isPending,
  onPress,
  type,
  children,
  className,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      // A busy button keeps the focus and does nothing. React Aria's own way announces it by an element that is
      // already gone when the answer closes the dialog.
      {...(isPending ? { 'aria-busy': true, type: 'button' } : { onPress, type })}
      className={`btn btn-${tone} btn-${size} ${isPending ? 'btn-pending' : ''} ${className ?? ''}`}
      aria-keyshortcuts={keys}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    >
      {icon && <Icon name={icon} size={size === 'small' ? 16 : 20} />}
      <span>{children}</span>
      {keys && <kbd>{keys.replace('Control+', 'Ctrl ').replace('Shift+', '⇧').replace('Escape', 'Esc')}</kbd>}
    </AriaButton>
  );
}

export interface FieldProps extends Omit<TextFieldProps, 'children'>, TestId {
  label: string;
  hint?: string;
  error?: string | undefined;
  lines?: number;
  placeholder?: string;
}

export function Field({ label, hint, error, lines, placeholder, 'data-testid': testId, ...rest }: FieldProps) {
  return (
    <TextField {...rest} className="field" isInvalid={Boolean(error)} validationBehavior="aria">
      <Label className="field-label">{label}</Label>
      {lines ? (
        <TextArea className="input" rows={lines} placeholder={placeholder} data-testid={testId} />
      ) : (
        <Input className="input" placeholder={placeholder} data-testid={testId} />
      )}
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}

interface AlertProps extends TestId {
  tone: 'info' | 'warning' | 'danger' | 'success';
  children: ReactNode;
  action?: ReactNode;
  /** It stands in a live region, which says it. */
  within?: true;
}

/** Something that a person must read; danger interrupts a screen reader, the rest waits its turn. */
export function Alert({ tone, children, action, within, 'data-testid': testId }: AlertProps) {
  const role = tone === 'danger' ? 'alert' : 'status';
  return (
    <div className={`alert alert-${tone}`} role={within ? undefined : role} data-testid={testId}>
      <Icon name={tone === 'success' ? 'check' : tone === 'info' ? 'info' : 'alert'} />
      <div className="alert-text">{children}</div>
      {action}
    </div>
  );
}

export function Badge({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'good' | 'warn' | 'bad' | 'info';
  children: ReactNode;
}) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

interface PanelProps extends TestId {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  level?: 2 | 3;
}

export function Panel({ title, aside, children, className = '', level = 2, 'data-testid': testId }: PanelProps) {
  const Title = level === 2 ? 'h2' : 'h3';
  return (
    <section className={`panel ${className}`} data-testid={testId}>
      <header className="panel-head">
        <Title className="panel-title">{title}</Title>
        {aside}
      </header>
      {children}
    </section>
  );
}
