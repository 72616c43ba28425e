// What an administrator changes of the rules, one dialog a kind.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BreakReason } from '../../api/client';
import {
  type Dialled,
  dropCaller,
  dropDialled,
  dropSkill,
  type PriorityCaller,
  putBreak,
  putCaller,
  putDialled,
  putSkill,
  SERVICES,
  type Service,
  type Skill,
} from '../../state/routing';
import { Choice } from '../../ui/choice';
import { FormDialog } from '../../ui/form-dialog';
import { Field } from '../../ui/kit';
import { WholeField, wholeOf } from '../../ui/whole';

const NONE = '+none';

interface SkillChoiceProps {
  skills: Skill[];
  value: string;
  onChange(skill: string): void;
}

function SkillChoice({ skills, value, onChange }: SkillChoiceProps) {
  const { t } = useTranslation();
  return (
    <Choice
      label={t('routing.skill')}
      value={value || NONE}
      onChange={(key) => onChange(key === NONE ? '' : key)}
      options={[[NONE, t('routing.skill_none')], ...skills.map(({ skill, name }): [string, string] => [skill, name])]}
      data-testid="rule-skill"
    />
  );
}

interface TextProps {
  value: string;
  onChange(text: string): void;
  error: string | undefined;
  isReadOnly?: boolean;
}

function CodeField(props: TextProps) {
  const { t } = useTranslation();
  return (
    <Field
      {...props}
      label={t('routing.code')}
      hint={t('routing.code_hint')}
      isRequired
      maxLength={32}
      data-testid="rule-code"
    />
  );
}

function NameField(props: TextProps) {
  const { t } = useTranslation();
  return <Field {...props} label={t('routing.name')} isRequired maxLength={64} data-testid="rule-name" />;
}

/** Of a telephone; which one a rule is of cannot be changed. */
function NumberField(props: TextProps) {
  const { t } = useTranslation();
  return <Field {...props} label={t('routing.number')} isRequired maxLength={64} data-testid="rule-number" />;
}

export function SkillDialog({ skill, onClose }: { skill?: Skill; onClose(): void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState(skill?.skill ?? '');
  const [name, setName] = useState(skill?.name ?? '');
  const [wait, setWait] = useState(String(skill?.wait_s ?? 60));
  return (
    <FormDialog
      title={skill ? t('routing.skill_of', { name: skill.name }) : t('routing.skill_new')}
      onClose={onClose}
      save={() => putSkill(code.trim(), { name: name.trim(), wait_s: wholeOf(wait) })}
      drop={skill && (() => dropSkill(skill.skill))}
      dropLead={t('routing.skill_drop')}
    >
      {(faults) => (
        <>
          {!skill && <CodeField value={code} onChange={setCode} error={faults.skill} />}
          <NameField value={name} onChange={setName} error={faults.name} />
          <WholeField
            label={t('routing.wait')}
            hint={t('routing.wait_hint')}
            value={wait}
            onChange={setWait}
            error={faults.wait_s}
            data-testid="rule-wait"
          />
        </>
      )}
    </FormDialog>
  );
}

export function DialledDialog({ rule, skills, onClose }: { rule?: Dialled; skills: Skill[]; onClose(): void }) {
  const { t } = useTranslation();
  const [number, setNumber] = useState(rule?.number ?? '');
  const [service, setService] = useState<Service>(rule?.service ?? 'information');
  const [skill, setSkill] = useState(rule?.skill ?? '');
  return (
    <FormDialog
      title={t('routing.dialled_rule')}
      lead={t('routing.dialled_lead')}
      onClose={onClose}
      save={() => putDialled(number.trim(), { service, ...(skill && { skill }) })}
      drop={rule && (() => dropDialled(rule.number))}
      dropLead={t('routing.number_drop')}
    >
      {(faults) => (
        <>
          <NumberField value={number} onChange={setNumber} error={faults.number} isReadOnly={Boolean(rule)} />
          <Choice
            label={t('routing.line')}
            value={service}
            onChange={(key) => setService(key as Service)}
            options={SERVICES.map((s): [string, string] => [s, t(`service.${s}`)])}
            data-testid="rule-service"
          />
          <SkillChoice skills={skills} value={skill} onChange={setSkill} />
        </>
      )}
    </FormDialog>
  );
}

export function CallerDialog({ rule, skills, onClose }: { rule?: PriorityCaller; skills: Skill[]; onClose(): void }) {
  const { t } = useTranslation();
  const [number, setNumber] = useState(rule?.number ?? '');
  const [priority, setPriority] = useState(String(rule?.priority ?? 5));
  const [skill, setSkill] = useState(rule?.skill ?? '');
  const [reason, setReason] = useState(rule?.reason ?? '');
  return (
    <FormDialog
      title={t('routing.caller_rule')}
      lead={t('routing.caller_lead')}
      onClose={onClose}
      save={() =>
        putCaller(number.trim(), { priority: wholeOf(priority), reason: reason.trim(), ...(skill && { skill }) })
      }
      drop={rule && (() => dropCaller(rule.number))}
      dropLead={t('routing.number_drop')}
    >
      {(faults) => (
        <>
          <NumberField value={number} onChange={setNumber} error={faults.number} isReadOnly={Boolean(rule)} />
          <Choice
            label={t('routing.priority')}
            value={priority}
            onChange={setPriority}
            options={[...Array(10).keys()].map((n): [string, string] => [
              String(n),
              n === 0 ? t('routing.priority_none') : String(n),
            ])}
            data-testid="rule-priority"
          />
          <SkillChoice skills={skills} value={skill} onChange={setSkill} />
          <Field
            label={t('routing.why')}
            value={reason}
            onChange={setReason}
            error={faults.reason}
            isRequired
            maxLength={200}
            data-testid="rule-reason"
          />
        </>
      )}
    </FormDialog>
  );
}

export function BreakDialog({ rule, onClose }: { rule?: BreakReason; onClose(): void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState(rule?.reason ?? '');
  const [name, setName] = useState(rule?.name ?? '');
  const [position, setPosition] = useState(String(rule?.position ?? 0));
  const [retired, setRetired] = useState(rule?.retired ?? false);
  return (
    <FormDialog
      title={rule ? t('routing.break_of', { name: rule.name }) : t('routing.break_new')}
      lead={t('routing.break_lead')}
      onClose={onClose}
      save={() => putBreak(code.trim(), { name: name.trim(), position: wholeOf(position), retired })}
    >
      {(faults) => (
        <>
          {!rule && <CodeField value={code} onChange={setCode} error={faults.reason} />}
          <NameField value={name} onChange={setName} error={faults.name} />
          <WholeField label={t('routing.position')} value={position} onChange={setPosition} error={faults.position} />
          <Choice
            label={t('routing.chosen')}
            value={retired ? 'no' : 'yes'}
            onChange={(key) => setRetired(key === 'no')}
            options={[
              ['yes', t('routing.chosen_yes')],
              ['no', t('routing.chosen_no')],
            ]}
            data-testid="rule-retired"
          />
        </>
      )}
    </FormDialog>
  );
}
