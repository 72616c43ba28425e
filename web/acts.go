package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/tickets"
	"hotline/tickets/sla"
	"hotline/web/api"
)

// ActOnTicket does one act with a ticket, as it was seen (Regulation 4.9).
func (h handlers) ActOnTicket(ctx context.Context, r api.ActOnTicketRequestObject) (api.ActOnTicketResponseObject, error) {
	user, id := current(ctx).user, tickets.TicketID(r.TicketId)
	name := tickets.ActName(r.Act)
	if name.OfSupervisor() && user.Role != Supervisor {
		return nil, errForbidden
	}
	acting, err := h.mayWorkOn(ctx, id)
	if err != nil {
		return nil, err
	}
	a, err := h.actOf(ctx, name, id, r.Body)
	if err != nil {
		return nil, err
	}
	if _, err := h.Tickets.Do(acting, id, r.Body.Version, a, author(user)); err != nil {
		return nil, err
	}
	h.rooms.ticketChanged(r.TicketId)
	d, err := h.ticketDetail(ctx, id)
	return api.ActOnTicket200JSONResponse(d), err
}

// mayWorkOn refuses a ticket to which access is narrowed: whoever may not read it does nothing with it. What is done in acting is
// refused also when access is narrowed meanwhile; but a draft is one's own and no act.
func (h handlers) mayWorkOn(ctx context.Context, id tickets.TicketID) (acting context.Context, err error) {
	v := viewer(current(ctx).user)
	t, err := h.Tickets.Ticket(ctx, tickets.Key{ID: id})
	if err == nil && !t.MaySee(v) {
		err = tickets.ErrNarrowed
	}
	return tickets.ActingAs(ctx, v), err
}

// takeDown does what mayWorkOn allows, and what access to the ticket bars also for whoever talks with the applicant just now: the
// caller's words are kept, whoever answers.
func (h handlers) takeDown(ctx context.Context, id tickets.TicketID, do func(ctx context.Context) error) error {
	acting, err := h.mayWorkOn(ctx, id)
	if err == nil {
		err = do(acting)
	}
	if !errors.Is(err, tickets.ErrNarrowed) {
		return err
	}
	desk, fault := h.Floor.Desk(ctx, current(ctx).user.agent())
	switch {
	case errors.Is(fault, telephony.ErrNoAgent):
		return err
	case fault != nil:
		return fmt.Errorf("who talks about ticket %d: %w", id, fault)
	case desk.Call != nil && desk.Call.Call.Ticket == call.TicketID(id):
		return do(ctx)
	}
	return err
}

// actOf reads an act's own fields of a request.
func (h handlers) actOf(ctx context.Context, name tickets.ActName, id tickets.TicketID, b *api.TicketAct) (tickets.Act, error) {
	why := value(b.Reason)
	switch name {
	case tickets.ActTake:
		return tickets.Take{}, nil
	case tickets.ActDescribe:
		return tickets.Describe{Subject: b.Subject, Description: b.Description, Content: contentOf(b.Content), Origin: originOf(b.Origin)}, nil
	case tickets.ActRequestInfo:
		return tickets.RequestInfo{Question: value(b.Question)}, nil
	case tickets.ActPostpone:
		return tickets.Postpone{Ground: tickets.Ground(value(b.Ground)), Why: why, Until: value(b.Until)}, nil
	case tickets.ActResume:
		return tickets.Resume{Why: why}, nil
	case tickets.ActEscalate:
		return tickets.Escalate{To: tickets.Service(value(b.Service)), Why: why}, nil
	case tickets.ActHandOver:
		return tickets.HandOver{To: tickets.Unit(value(b.Unit)), Responsible: value(b.Responsible), ReleaseAt: value(b.PlannedReleaseAt), Why: why,
			Decision: tickets.Decision{At: value(b.DecisionAt), Protocol: value(b.Decision)}, Agreed: value(b.DecisionAgreed)}, nil
	case tickets.ActPlanRelease:
		return tickets.PlanRelease{At: value(b.PlannedReleaseAt), Why: why}, nil
	case tickets.ActExtendTerm:
		return tickets.ExtendTerm{By: time.Duration(value(b.ExtensionMinutes)) * time.Minute, Why: why}, nil
	case tickets.ActExpedite:
		return tickets.Expedite{On: value(b.Expedited), Why: why}, nil
	case tickets.ActResolve:
		return tickets.Resolve{Result: value(b.Result)}, nil
	case tickets.ActClose:
		return tickets.Close{Reason: tickets.CloseReason(value(b.CloseReason)), Ground: tickets.Ground(value(b.Ground)),
			Responsible: value(b.Responsible), Text: value(b.Text)}, nil
	case tickets.ActReopen:
		return tickets.Reopen{Why: why}, nil
	case tickets.ActRestrict:
		return tickets.Restrict{Ground: why}, nil
	case tickets.ActUnrestrict:
		return tickets.Unrestrict{Why: why}, nil
	case tickets.ActHold:
		return tickets.Hold{Why: why}, nil
	case tickets.ActRelease:
		return tickets.Release{Why: why}, nil
	}
	return h.actOnOthers(ctx, name, id, b)
}

// actOnOthers reads the acts that name somebody or something else, which is looked up.
func (h handlers) actOnOthers(ctx context.Context, name tickets.ActName, id tickets.TicketID, b *api.TicketAct) (tickets.Act, error) {
	switch name {
	case tickets.ActClassify:
		to, err := h.assignee(ctx, value(b.Assignee))
		return tickets.Classification{Class: tickets.Class{Type: tickets.Type(value(b.Type)), Category: tickets.Category(value(b.Category))},
			Process: value(b.Process), Service: tickets.Service(value(b.Service)), Assignee: to, OralReason: value(b.OralReason), Why: value(b.Reason)}, err
	case tickets.ActAssign:
		to, err := h.assignee(ctx, value(b.Assignee))
		return tickets.Assign{To: to, Why: value(b.Reason)}, err
	case tickets.ActConsult:
		talk, err := h.talkOfAll(ctx, id)
		return tickets.Consult{Category: tickets.Category(value(b.Category)), Process: value(b.Process), Text: value(b.Text), Call: talk}, err
	case tickets.ActDuplicate:
		number, err := tickets.ParseNumber(value(b.DuplicateOf))
		if err != nil {
			return nil, Faults{{"duplicate_of", wordsFor("duplicate_of", "number")}}
		}
		of, err := h.Tickets.Ticket(ctx, tickets.Key{Number: number})
		if errors.Is(err, tickets.ErrNotFound) {
			return nil, Faults{{"duplicate_of", wordsFor("duplicate_of", "unknown")}}
		}
		return tickets.Duplicate{Of: of.ID, Number: of.Number, Why: value(b.Reason)}, err
	}
	return nil, fmt.Errorf("act %q: %w", name, errMalformed)
}

// assignee is who can be made responsible, by a user's id; 0 is nobody.
func (h handlers) assignee(ctx context.Context, id int64) (tickets.Author, error) {
	if id == 0 {
		return tickets.Author{}, nil
	}
	users, err := h.Store.Users(ctx)
	if err != nil {
		return tickets.Author{}, fmt.Errorf("who can be made responsible: %w", err)
	}
	for _, u := range users {
		if int64(u.ID) == id && mayWork(u) {
			return author(u), nil
		}
	}
	return tickets.Author{}, Faults{{"assignee", wordsFor("assignee", "unknown")}}
}

// mayWork tells whether a user can be made responsible for a ticket.
func mayWork(u User) bool { return !u.Disabled && u.Role != Administrator }

// ListAssignees gives who can be made responsible.
func (h handlers) ListAssignees(ctx context.Context, _ api.ListAssigneesRequestObject) (api.ListAssigneesResponseObject, error) {
	users, err := h.Store.Users(ctx)
	if err != nil {
		return nil, fmt.Errorf("who can be made responsible: %w", err)
	}
	out := api.ListAssignees200JSONResponse{}
	for _, u := range users {
		if mayWork(u) {
			out = append(out, api.Assignee{Id: int64(u.ID), Name: u.Name, Service: some(api.Service(u.Service))})
		}
	}
	return out, nil
}

// PayNotice notes that the applicant was told orally, by somebody who has talked with them (Regulation, Table 2).
func (h handlers) PayNotice(ctx context.Context, r api.PayNoticeRequestObject) (api.PayNoticeResponseObject, error) {
	user, id := current(ctx).user, tickets.TicketID(r.TicketId)
	acting, err := h.mayWorkOn(ctx, id)
	if err != nil {
		return nil, err
	}
	all, err := h.Tickets.Notices(ctx, id)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(all, func(n tickets.Notice) bool { return n.ID == r.NoticeId }) {
		return nil, fmt.Errorf("notice %d of ticket %d: %w", r.NoticeId, id, tickets.ErrNotFound)
	}
	talk, err := h.talkAbout(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("oral notice of ticket %d: %w", id, err)
	}
	if err := h.Tickets.ToldOrally(acting, r.NoticeId, talk, author(user)); err != nil {
		return nil, err
	}
	h.rooms.ticketChanged(r.TicketId)
	d, err := h.ticketDetail(ctx, id)
	return api.PayNotice200JSONResponse(d), err
}

// talkAbout is the user's last talk with the ticket's applicant.
func (h handlers) talkAbout(ctx context.Context, id tickets.TicketID) (tickets.Talk, error) {
	part, err := h.Floor.PartIn(ctx, current(ctx).user.agent(), call.TicketID(id))
	if err == nil && part.Call == "" {
		err = errNotTheirTalk
	}
	return tickets.Talk{Call: tickets.CallID(part.Call), Till: part.Till}, err
}

// talkOfAll is the user's talk in which everything could be told that the ticket's applicant is owed.
func (h handlers) talkOfAll(ctx context.Context, id tickets.TicketID) (tickets.CallID, error) {
	all, err := h.Tickets.Notices(ctx, id)
	if err != nil {
		return "", err
	}
	var last time.Time
	for _, n := range all {
		if n.Owed() && n.OwedAt.After(last) {
			last = n.OwedAt
		}
	}
	talk, err := h.talkAbout(ctx, id)
	if err != nil {
		return "", err
	}
	return talk.Call, talk.Knew(last)
}

// RegisterTicket registers an appeal by hand.
func (h handlers) RegisterTicket(ctx context.Context, r api.RegisterTicketRequestObject) (api.RegisterTicketResponseObject, error) {
	b := r.Body
	in := tickets.Intake{Key: fmt.Sprintf("%d:%s", current(ctx).user.ID, b.Key), Channel: tickets.Channel(b.Channel), Origin: tickets.Origin(value(b.Origin)), Service: tickets.Service(value(b.Service)),
		Subject: value(b.Subject), Description: b.Description, OralReason: value(b.OralReason), ReceivedAt: value(b.ReceivedAt), Chief: viewer(current(ctx).user).Chief}
	if c := contentOf(b.Content); c != nil {
		in.Content = *c
	}
	if a := b.Applicant; a != nil {
		in.Applicant = choiceOf(*a, current(ctx).user)
	}
	t, err := h.Tickets.RegisterByHand(ctx, in, author(current(ctx).user))
	if err != nil {
		return nil, err
	}
	h.rooms.ticketChanged(int64(t.ID))
	d, err := h.ticketDetail(ctx, t.ID)
	return api.RegisterTicket201JSONResponse(d), err
}

// originOf is what an act says of the origin; nil: nothing.
func originOf(o *api.TicketOrigin) *tickets.Origin {
	if o == nil {
		return nil
	}
	origin := tickets.Origin(*o)
	return &origin
}

// GetTicketStatus says status and term of a number, and nothing else.
func (h handlers) GetTicketStatus(ctx context.Context, r api.GetTicketStatusRequestObject) (api.GetTicketStatusResponseObject, error) {
	number, err := tickets.ParseNumber(r.Params.Number)
	if err != nil {
		return nil, err
	}
	t, err := h.Tickets.Ticket(ctx, tickets.Key{Number: number})
	if err != nil {
		return nil, err
	}
	out := api.GetTicketStatus200JSONResponse{Number: t.Number.String(), Status: string(t.Status), StatusName: t.Status.Ukrainian()}
	if t.Status.Open() && t.DoneAt.IsZero() {
		out.ResolutionDueAt = instant(t.ResolutionDueAt)
	}
	return out, nil
}

// conflictProblem tells who has changed the ticket meanwhile.
func conflictProblem(c *tickets.Conflict) api.Problem {
	at := c.Last.At.In(sla.Kyiv).Format("02.01 о 15:04")
	who := c.Last.Author.Name
	if who == "" {
		who = "система"
	}
	p := problem{nil, 409, "ticket_conflict", "Звернення вже змінилося", ""}
	what := strings.TrimSuffix(c.Last.Sentence(), ".")
	if c.Last.Kind == tickets.EntryAct && c.Last.Act == tickets.ActTake {
		p.title = "Звернення вже в роботі"
		p.detail = fmt.Sprintf("Це звернення вже взято в роботу: %[2]s, %[1]s. Сторінку оновлено.", at, who)
	} else {
		p.detail = fmt.Sprintf("Поки ви працювали зі зверненням, %s його змінено: %s — %s. Перегляньте зміни й повторіть, якщо потрібно.", at, who, what)
	}
	return document(p, nil)
}
