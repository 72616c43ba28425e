package webhook

import (
	"encoding/json"
	"fmt"
	"time"

	"hotline/tickets"
)

// paperJSON is a hand-over as it is posted: what is needed to work on it, and no applicant (R-X.5). What is withheld is empty.
func paperJSON(p tickets.Paper) ([]byte, error) {
	t := p.Ticket
	body, err := json.Marshal(struct {
		ID          string    `json:"id"`
		Event       string    `json:"event"`
		At          time.Time `json:"at"`
		Number      string    `json:"number"`
		Type        string    `json:"type"`
		Category    string    `json:"category"`
		Process     string    `json:"process,omitempty"`
		Subject     string    `json:"subject,omitempty"`
		Description string    `json:"description,omitempty"`
		Reason      string    `json:"reason"`
		PageLink    string    `json:"page_link,omitempty"`
		Browser     string    `json:"browser,omitempty"`
		Steps       string    `json:"steps,omitempty"`
		Source      string    `json:"source_link,omitempty"`
		Purpose     string    `json:"purpose,omitempty"`
		NormLink    string    `json:"norm_link,omitempty"`
		Mockups     string    `json:"mockups,omitempty"`
		Screens     string    `json:"screens,omitempty"`
		Decision    string    `json:"decision,omitempty"`
		ReleaseAt   time.Time `json:"planned_release_at,omitzero"`
		Withheld    bool      `json:"withheld,omitempty"`
	}{p.ID, string(tickets.EventHandedOver), p.At, t.Number.String(), string(t.Class.Type), string(t.Class.Category), t.Process, t.Subject,
		t.Description, p.Reason, t.Content.PageLink, t.Content.Browser, t.Content.Steps, t.Content.SourceLink, t.Content.Purpose,
		t.Content.NormLink, t.Content.Mockups, t.Content.Screens, t.Decision.Protocol, t.PlannedReleaseAt, p.Withheld})
	if err != nil {
		return nil, fmt.Errorf("hand-over %s: %w", p.ID, err)
	}
	return body, nil
}
