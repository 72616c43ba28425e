package tickets

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// Content is what an appeal should bring with it (Regulation 4.4, 4.5). Nothing of it bars a registration; what is missing is a
// checklist.
type Content struct {
	PageLink   string `json:"page_link,omitempty"`   // of the page
	Browser    string `json:"browser,omitempty"`     // name and version; the product's version
	Steps      string `json:"steps,omitempty"`       // what was done, step by step
	Login      string `json:"login,omitempty"`       // in the system ГБ
	SourceLink string `json:"source_link,omitempty"` // Regulation 2.4: the document that needs more words
	Purpose    string `json:"purpose,omitempty"`     // of a wish
	NormLink   string `json:"norm_link,omitempty"`   // page and paragraph of the normative document
	Mockups    string `json:"mockups,omitempty"`     // where they are
	Screens    string `json:"screens,omitempty"`     // screenshots: where
}

// Missing are the fields that a ticket of this class should have and has not, in the regulation's order. a is its applicant, or nil.
func Missing(t Ticket, a *Applicant) (fields []string) {
	c := t.Content
	want := func(field, have string) {
		if strings.TrimSpace(have) == "" {
			fields = append(fields, field)
		}
	}
	want("description", t.Description)
	switch t.Class.Type {
	case Feature: // 4.5
		want("purpose", c.Purpose)
		want("norm_link", c.NormLink)
		want("mockups", c.Mockups)
		want("screens", c.Screens)
	case Bug, Consultation: // 4.4
		want("page_link", c.PageLink)
		want("browser", c.Browser)
		want("steps", c.Steps)
		want("login", c.Login)
	}
	switch {
	case t.Applicant == 0:
		fields = append(fields, "applicant")
	case a != nil && (t.Class.Type == Bug || t.Class.Type == Consultation): // 4.4: e-mail and phone, too
		want("email", a.Email)
		want("phone", strings.Join(a.Phones, ""))
	}
	return fields
}

// Describe sets subject, essence, content and origin. Nil: that part stays as it is.
type Describe struct {
	Subject     *string
	Description *string
	Content     *Content
	Origin      *Origin
}

// Name implements Act.
func (Describe) Name() ActName { return ActDescribe }

func (d Describe) do(s *act) error {
	var faults Invalid
	if d.Subject != nil {
		subject := Printable(*d.Subject, 1000)
		if utf8.RuneCountInString(subject) > 200 {
			faults = append(faults, Fault{"subject", "too_long"})
		}
		s.note("subject", s.t.Subject, subject)
		s.t.Subject = subject
	}
	if d.Description != nil {
		text := clean(*d.Description)
		if err := short("description", text, MaxText); err != nil {
			faults = append(faults, Fault{"description", "too_long"})
		}
		if strings.TrimSpace(text) == "" && s.t.Channel == Phone && (s.t.Class.Type == Bug || s.t.Class.Type == Feature) {
			faults = append(faults, Fault{"description", "required"}) // Regulation 4.7
		}
		s.note("description", s.t.Description, text)
		s.t.Description = text
	}
	if d.Content != nil {
		c := *d.Content
		faults = append(faults, c.clean()...)
		was := s.t.Content
		before, after := contentFields(&was), contentFields(&c)
		for i := range after {
			s.note(after[i].name, *before[i].text, *after[i].text)
		}
		s.t.Content = c
	}
	if d.Origin != nil {
		if !d.Origin.known() {
			faults = append(faults, Fault{"origin", "invalid"})
		}
		s.note("origin", string(s.t.Origin), string(*d.Origin))
		s.t.Origin = *d.Origin
	}
	if err := faults.orNil(); err != nil {
		return err
	}
	if len(s.values) == 0 {
		return s.refuse("same")
	}
	return nil
}

// clean makes every field storable and names those that are not right.
func (c *Content) clean() (faults Invalid) {
	for _, f := range contentFields(c) {
		*f.text = strings.TrimSpace(clean(*f.text))
		if short(f.name, *f.text, 2000) != nil {
			faults = append(faults, Fault{f.name, "too_long"})
		}
		if strings.HasSuffix(f.name, "_link") && !plainLink(*f.text) {
			faults = append(faults, Fault{f.name, "invalid"})
		}
	}
	return faults
}

type contentField struct {
	name string
	text *string
}

func contentFields(c *Content) []contentField {
	return []contentField{{"page_link", &c.PageLink}, {"browser", &c.Browser}, {"steps", &c.Steps}, {"login", &c.Login}, {"source_link", &c.SourceLink},
		{"purpose", &c.Purpose}, {"norm_link", &c.NormLink}, {"mockups", &c.Mockups}, {"screens", &c.Screens}}
}

// plainLink lets through an address that a page may show as a link, or nothing: never javascript: or data:.
func plainLink(s string) bool {
	if s == "" {
		return true
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
