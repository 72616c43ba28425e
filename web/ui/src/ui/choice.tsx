// One of a few: apart from the kit, for its behaviour weighs more than all the rest and a page that asks nothing needs none of it.
import { Button, FieldError, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { Icon } from './icons';

interface ChoiceProps {
  label: string;
  value: string;
  options: [value: string, text: string][];
  onChange(value: string): void;
  error?: string | undefined;
  'data-testid'?: string;
}

export function Choice({ label, value, options, onChange, error, 'data-testid': testId }: ChoiceProps) {
  return (
    <Select
      className="field"
      selectedKey={value}
      onSelectionChange={(key) => onChange(String(key))}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
    >
      <Label className="field-label">{label}</Label>
      <Button className="input select-button" data-testid={testId}>
        <SelectValue />
        <Icon name="down" size={16} />
      </Button>
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="popover">
        <ListBox className="menu">
          {options.map(([id, text]) => (
            <ListBoxItem key={id} id={id} textValue={text} className="menu-item">
              {text}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
