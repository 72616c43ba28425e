import { useQuery } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type BreakReason, wordsOf } from '../../api/client';
import { addTexts } from '../../i18n';
import texts from '../../i18n/routing.json';
import '../../styles/routing.css';
import { type Dialled, type Duty, type PriorityCaller, routingQuery, type Skill } from '../../state/routing';
import { formatDay, formatPhone } from '../../ui/format';
import { Alert, Badge, Button, Panel } from '../../ui/kit';
import { Loading } from '../../ui/states';
import { DutyDialog } from './DutyDialog';
import { BreakDialog, CallerDialog, DialledDialog, SkillDialog } from './dialogs';

addTexts(texts);

type Open =
  | { kind: 'skill'; rule?: Skill }
  | { kind: 'dialled'; rule?: Dialled }
  | { kind: 'caller'; rule?: PriorityCaller }
  | { kind: 'break'; rule?: BreakReason }
  | { kind: 'duty'; rule: Duty };

/** Who is given whose call, on one page; supervisors read it, administrators change it. */
export function RoutingPage() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: '/shell' });
  const routing = useQuery(routingQuery);
  const [open, setOpen] = useState<Open>();
  const edits = session.role === 'administrator';
  const change = edits ? setOpen : undefined;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('routing.title')}</h1>
        <p className="muted">{t(edits ? 'routing.lead' : 'routing.lead_read')}</p>
      </header>
      {routing.error && <Alert tone="danger">{wordsOf(routing.error)}</Alert>}
      {routing.isPending && <Loading />}
      {routing.data && (
        <div className="rules">
          <Agents duties={routing.data.agents} skills={routing.data.skills} change={change} />
          <Skills skills={routing.data.skills} change={change} />
          <Numbers rules={routing.data.dialled} skills={routing.data.skills} change={change} />
          <Callers rules={routing.data.callers} skills={routing.data.skills} change={change} />
          <Breaks rules={routing.data.breaks} change={change} />
        </div>
      )}
      {open && routing.data && <Dialogs open={open} skills={routing.data.skills} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

function Dialogs({ open, skills, onClose }: { open: Open; skills: Skill[]; onClose(): void }) {
  switch (open.kind) {
    case 'skill':
      return <SkillDialog {...(open.rule && { skill: open.rule })} onClose={onClose} />;
    case 'dialled':
      return <DialledDialog {...(open.rule && { rule: open.rule })} skills={skills} onClose={onClose} />;
    case 'caller':
      return <CallerDialog {...(open.rule && { rule: open.rule })} skills={skills} onClose={onClose} />;
    case 'break':
      return <BreakDialog {...(open.rule && { rule: open.rule })} onClose={onClose} />;
    case 'duty':
      return <DutyDialog duty={open.rule} skills={skills} onClose={onClose} />;
  }
}

type Change = ((open: Open) => void) | undefined;

interface RulesProps<Rule> {
  title: string;
  lead: string;
  none: string;
  rules: Rule[];
  id(rule: Rule): string;
  name(rule: Rule): string;
  row(rule: Rule): ReactNode;
  /** Missing: nothing is added, or the reader may not. */
  onAdd?: (() => void) | undefined;
  onChange?: ((rule: Rule) => void) | undefined;
  testId: string;
}

function Rules<Rule>({ title, lead, none, rules, id, name, row, onAdd, onChange, testId }: RulesProps<Rule>) {
  const { t } = useTranslation();
  const add = onAdd && (
    <Button size="small" onPress={onAdd} data-testid={`${testId}-add`}>
      {t('routing.add')}
    </Button>
  );
  return (
    <Panel title={title} aside={add} data-testid={testId}>
      <p className="muted small">{lead}</p>
      {rules.length === 0 && <p className="muted">{none}</p>}
      {rules.length > 0 && (
        <ul className="rule-list">
          {rules.map((rule) => (
            <li key={id(rule)}>
              <div className="rule-words">{row(rule)}</div>
              {onChange && (
                <Button
                  size="small"
                  tone="quiet"
                  onPress={() => onChange(rule)}
                  aria-label={t('routing.change_of', { name: name(rule) })}
                  data-testid={`${testId}-${id(rule)}`}
                >
                  {t('routing.change')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

const nameOf = (skills: Skill[], code: string) => skills.find(({ skill }) => skill === code)?.name ?? code;

function Agents({ duties, skills, change }: { duties: Duty[]; skills: Skill[]; change: Change }) {
  const { t } = useTranslation();
  return (
    <Rules
      title={t('routing.agents')}
      lead={t('routing.agents_lead')}
      none={t('routing.agents_none')}
      rules={duties}
      id={(duty) => String(duty.agent_id)}
      name={(duty) => duty.name}
      row={(duty) => (
        <>
          <strong>{duty.name}</strong>
          <span className="muted small">{t(`service.${duty.service}`)}</span>
          {duty.skills.map(({ skill, level }) => (
            <Badge key={skill} tone="info">
              {t('routing.skill_level', { name: nameOf(skills, skill), level })}
            </Badge>
          ))}
          {duty.helps.map(({ service, after_s }) => (
            <span key={service} className="small">
              {t('routing.helps_after', { line: t(`service.${service}`), seconds: after_s })}
            </span>
          ))}
        </>
      )}
      onChange={change && ((duty) => change({ kind: 'duty', rule: duty }))}
      testId="duties"
    />
  );
}

function Skills({ skills, change }: { skills: Skill[]; change: Change }) {
  const { t } = useTranslation();
  return (
    <Rules
      title={t('routing.skills')}
      lead={t('routing.skills_lead')}
      none={t('routing.skills_none')}
      rules={skills}
      id={({ skill }) => skill}
      name={({ name }) => name}
      row={(skill) => (
        <>
          <strong>{skill.name}</strong>
          <code className="small">{skill.skill}</code>
          <span className="small">{t('routing.waits', { seconds: skill.wait_s })}</span>
        </>
      )}
      onAdd={change && (() => change({ kind: 'skill' }))}
      onChange={change && ((rule) => change({ kind: 'skill', rule }))}
      testId="skills"
    />
  );
}

function Numbers({ rules, skills, change }: { rules: Dialled[]; skills: Skill[]; change: Change }) {
  const { t } = useTranslation();
  return (
    <Rules
      title={t('routing.dialled')}
      lead={t('routing.dialled_lead')}
      none={t('routing.dialled_none')}
      rules={rules}
      id={({ number }) => number}
      name={({ number }) => formatPhone(number)}
      row={(rule) => (
        <>
          <strong className="nowrap">{formatPhone(rule.number)}</strong>
          <span className="small">{t(`service.${rule.service}`)}</span>
          {rule.skill && <Badge tone="info">{nameOf(skills, rule.skill)}</Badge>}
        </>
      )}
      onAdd={change && (() => change({ kind: 'dialled' }))}
      onChange={change && ((rule) => change({ kind: 'dialled', rule }))}
      testId="dialled"
    />
  );
}

function Callers({ rules, skills, change }: { rules: PriorityCaller[]; skills: Skill[]; change: Change }) {
  const { t } = useTranslation();
  return (
    <Rules
      title={t('routing.callers')}
      lead={t('routing.caller_lead')}
      none={t('routing.callers_none')}
      rules={rules}
      id={({ number }) => number}
      name={({ number }) => formatPhone(number)}
      row={(rule) => (
        <>
          <strong className="nowrap">{formatPhone(rule.number)}</strong>
          {rule.priority > 0 && <Badge tone="warn">{t('hall.priority', { priority: rule.priority })}</Badge>}
          {rule.skill && <Badge tone="info">{nameOf(skills, rule.skill)}</Badge>}
          <span className="small">{rule.reason}</span>
          <span className="muted small">{t('routing.by', { author: rule.author, day: formatDay(rule.at) })}</span>
        </>
      )}
      onAdd={change && (() => change({ kind: 'caller' }))}
      onChange={change && ((rule) => change({ kind: 'caller', rule }))}
      testId="callers"
    />
  );
}

function Breaks({ rules, change }: { rules: BreakReason[]; change: Change }) {
  const { t } = useTranslation();
  return (
    <Rules
      title={t('routing.breaks')}
      lead={t('routing.breaks_lead')}
      none={t('routing.breaks_none')}
      rules={rules}
      id={({ reason }) => reason}
      name={({ name }) => name}
      row={(rule) => (
        <>
          <strong>{rule.name}</strong>
          <code className="small">{rule.reason}</code>
          {rule.retired && <Badge>{t('routing.chosen_no')}</Badge>}
        </>
      )}
      onAdd={change && (() => change({ kind: 'break' }))}
      onChange={change && ((rule) => change({ kind: 'break', rule }))}
      testId="breaks"
    />
  );
}
