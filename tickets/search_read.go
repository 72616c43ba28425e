package tickets

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// name is something that a text names exactly.
type name struct {
	by    Sought
	value string
}

var (
	numberInText = regexp.MustCompile(`(?:^|[^0-9])([1-9][0-9]{7} ?[-–—] ?[0-9])(?:[^0-9]|$)`)
	bareNumber   = regexp.MustCompile(`^[№#]? ?[1-9][0-9]{7}$`) // the check digit was left out
	emailInText  = regexp.MustCompile(`[^\s<>"«»,;()]+@[^\s<>"«»,;()]+\.[^\s<>"«»,;()]*[\pL\pN]`)
	phoneInText  = regexp.MustCompile(`\+?[0-9(][0-9 ()\x{a0}.–-]{5,}[0-9]`)
	loginShape   = regexp.MustCompile(`^[A-Za-z0-9._-]*[A-Za-z][A-Za-z0-9._-]*$`)
)

// names are what the text may name, the likeliest first.
func (f *Finder) names(text string) (all []name) {
	add := func(by Sought, value string) {
		for _, n := range all {
			if n.by == by && n.value == value {
				return
			}
		}
		all = append(all, name{by, value})
	}
	if n, err := ParseNumber(text); err == nil {
		add(SoughtNumber, n.String())
	}
	for _, m := range numberInText.FindAllStringSubmatch(text, 3) {
		if n, err := ParseNumber(m[1]); err == nil {
			add(SoughtNumber, n.String())
		}
	}
	if bareNumber.MatchString(text) {
		if n, err := strconv.ParseInt(strings.TrimLeft(text, "№# "), 10, 64); err == nil && Number(n).Valid() {
			add(SoughtNumber, Number(n).String())
		}
	}
	if email := emailInText.FindString(text); email != "" {
		add(SoughtEmail, email)
	}
	for _, m := range append([]string{text}, phoneInText.FindAllString(text, 3)...) {
		if p := f.parse(m); p.Valid {
			add(SoughtPhone, p.E164)
		}
	}
	if n := utf8.RuneCountInString(text); n >= 3 && n <= 64 && loginShape.MatchString(text) {
		add(SoughtLogin, text)
	}
	return all
}

// Place is where a page of an answer ends. The zero value is the begin.
type Place struct {
	Top  TicketID // newer ones came after the first page and are not looked at
	Rank float32
	At   time.Time
	ID   TicketID
}

func placeOf(t Ticket) Place { return Place{At: t.RegisteredAt, ID: t.ID} }

func (p Place) cursor() Cursor { return Cursor{At: p.At, ID: p.ID} }

// String is the place as it goes through an address; empty for the zero value.
func (p Place) String() string {
	if p.ID == 0 {
		return ""
	}
	return fmt.Sprintf("%s.%d.%s", p.cursor(), p.Top, strconv.FormatUint(uint64(math.Float32bits(p.Rank)), 16))
}

func parsePlace(s string) (Place, error) {
	if s == "" {
		return Place{}, nil
	}
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return Place{}, Invalid{{"cursor", "invalid"}}
	}
	c, err := ParseCursor(parts[0] + "." + parts[1])
	if err != nil {
		return Place{}, err
	}
	top, err1 := strconv.ParseInt(parts[2], 10, 64)
	bits, err2 := strconv.ParseUint(parts[3], 16, 32)
	rank := math.Float32frombits(uint32(bits))
	if err1 != nil || err2 != nil || top < 0 || math.IsNaN(float64(rank)) || math.IsInf(float64(rank), 0) {
		return Place{}, Invalid{{"cursor", "invalid"}}
	}
	if p := (Place{Top: TicketID(top), Rank: rank, At: c.At, ID: c.ID}); p.String() == s {
		return p, nil
	}
	return Place{}, Invalid{{"cursor", "invalid"}}
}

// keyboard is where the letters of the Ukrainian keyboard stand on the English one.
var keyboard = func() map[rune]rune {
	english, ukrainian := []rune("qwertyuiop[]asdfghjkl;'zxcvbnm,."), []rune("йцукенгшщзхїфівапролджєячсмитьбю")
	m := map[rune]rune{}
	for i, r := range english {
		m[r] = ukrainian[i]
	}
	return m
}()

// otherKeyboard is a text that was typed with the English keyboard on, as it was meant; "" when it was not.
func otherKeyboard(_ context.Context, text string) (string, error) {
	letters := 0
	meant := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cyrillic, r) {
			letters = math.MinInt32
		}
		if u, ok := keyboard[unicode.ToLower(r)]; ok {
			letters++
			return u
		}
		return r
	}, text)
	if letters < 3 {
		return "", nil
	}
	return meant, nil
}

// nearest is the candidate that the fewest slips make of a word, at most one for each four letters; "" when none is so near.
func nearest(word string, candidates []string) string {
	best, least := "", min(utf8.RuneCountInString(word)/4, 3)+1
	for _, c := range candidates {
		if d := slips(word, c); d > 0 && d < least {
			best, least = c, d
		}
	}
	return best
}

// slips counts the letters that are wrong, missing, too many, or stand the other way round.
func slips(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, now := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		now[0] = i
		for j := 1; j <= len(y); j++ {
			wrong := 1
			if x[i-1] == y[j-1] {
				wrong = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+wrong)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
		before, last, now = last, now, before
	}
	return last[len(y)]
}
