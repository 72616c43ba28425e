package tickets

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// variables are what a ready answer may say of the ticket, by the names that people write in {{ }}.
var variables = map[string]func(t Ticket, now time.Time) string{
	"ім'я": func(t Ticket, _ time.Time) string {
		if t.ApplicantName == Narrowed { // it is no name that a letter could begin with
			return ""
		}
		return t.ApplicantName
	},
	"номер": func(t Ticket, _ time.Time) string { return t.Number.String() },
	"строк": func(t Ticket, now time.Time) string {
		if t.ResolutionDueAt.IsZero() { // the clock stands
			return ""
		}
		return spellInstant(t.ResolutionDueAt, now)
	},
}

// Variables are their names as the screen offers them.
var Variables = []string{"ім’я", "номер", "строк"}

var (
	placeholder = regexp.MustCompile(`\{\{([^{}]*)\}\}`)
	apostrophes = strings.NewReplacer("’", "'", "ʼ", "'", "`", "'", "‘", "'")
)

// variable is a placeholder's name as variables has it: people type any apostrophe, and capitals.
func variable(inner string) string {
	return apostrophes.Replace(strings.ToLower(strings.TrimSpace(inner)))
}

// unknownVariables are the placeholders of which nobody knows the value, and braces that are no placeholder.
func unknownVariables(text string, allowed bool) (unknown []string) {
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if variables[variable(m[1])] == nil || !allowed {
			unknown = append(unknown, m[0])
		}
	}
	rest := placeholder.ReplaceAllString(text, "")
	for _, brace := range []string{"{{", "}}"} {
		if strings.Contains(rest, brace) {
			unknown = append(unknown, brace)
		}
	}
	return unknown
}

// Fill is the article's text for a ticket, the links in lines of their own behind it. missing are the placeholders for which
// the ticket has no value; they stay as they are written, so that nobody sends them unseen.
func (a Article) Fill(t Ticket, now time.Time) (text string, missing []string) {
	text = placeholder.ReplaceAllStringFunc(a.Text, func(whole string) string {
		value := variables[variable(strings.Trim(whole, "{}"))]
		if value == nil {
			return whole
		}
		if s := value(t, now); s != "" {
			return s
		}
		if !slices.Contains(missing, whole) {
			missing = append(missing, whole)
		}
		return whole
	})
	for _, l := range a.Links {
		text += "\n"
		if l.Title != l.URL {
			text += l.Title + ": "
		}
		text += l.URL
	}
	return text, missing
}
