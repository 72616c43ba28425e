package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"hotline/tickets"
	"hotline/tickets/phone"
	"hotline/tickets/postgres"
)

// appeals are what the golden searches are made in.
var appeals = []struct{ key, subject, description, note, applicant string }{
	{"bankid", "Не працює авторизація через BankID НБУ", "Користувач Ощадбанку не може увійти до системи: після підтвердження повертає на головну сторінку.", "", "Гнатюк Степан Ількович"},
	{"ecp", "Помилка підпису ЕЦП", "Кваліфікований електронний підпис не зчитується з токена.", "", ""},
	{"project", "Не відкривається проєкт № 214", "Сторінка показує помилку 500 під час голосування.", "", ""},
	{"former", "Редагування проекту", "Після збереження проекту зникають завантажені кошториси.", "", ""},
	{"union", "Об'єднання співвласників", "ОСББ «Каштан» подає заявку від імені об’єднання.", "", ""},
	{"gbk", "Кандидати до ГБК", "Модератор відхилив заяву без пояснення причини.", "", ""},
	{"russian", "Не могу проголосовать", "После входа система выдаёт ошибку при голосовании за проекты.", "", ""},
	{"computer", "Комп`ютер зависає", "Браузер Chrome 141 зупиняється під час завантаження карти.", "", ""},
	{"password", "Забутий пароль", "Лист для відновлення не надходить на електронну скриньку o.petrenko@example.com.", "", "Петренко Оксана Василівна"},
	{"map", "Карта міста", "Не показано пропозицій мешканців Дарницького району.", "", ""},
	{"kyivid", "Повторний запит", "Kyiv ID не передає прізвище.", "", ""},
	{"privat", "Вхід через Bank ID", "Приват 24 не відповідає, час очікування вичерпано.", "", ""},
	{"noted", "Консультація", "", "Пояснила, як змінити адресу проживання у кабінеті.", "Шевченко Григорій"},
	{"latin", "Пiдпис документа", "Ключ прострочено.", "", ""}, // with a Latin i
	{"tickets", "Тікети зникли", "У кабінеті не видно тікетів за жовтень.", "", ""},
}

// golden are searches with those appeals that must be found and those that must not; stem: also without the dictionary.
var golden = []struct {
	query     string
	stem      bool
	must, not string
}{
	// Forms of a word.
	{"авторизація", true, "bankid", "password"},
	{"авторизації", true, "bankid", "password"},
	{"авторизацією", true, "bankid", "password"},
	{"АВТОРИЗАЦІЯ", true, "bankid", ""},
	{"підписами", true, "ecp", "bankid"},
	{"підпису", true, "ecp latin", "bankid"},
	{"користувачі", false, "bankid", "ecp"},
	{"користувачами", false, "bankid", "ecp"},
	{"сторінки", true, "bankid project", "ecp"},
	{"сторінок", false, "bankid project", "ecp"},
	{"голосувань", false, "project", "map"},
	{"голосуванням", true, "project", "map"},
	{"кошторис", true, "former", "project"},
	{"кошторисів", true, "former", "project"},
	{"зберегти кошторис", false, "", "former"}, // a verb is no noun
	{"співвласник", true, "union", "map"},
	{"модератори", true, "gbk", "union"},
	{"модератором", true, "gbk", "union"},
	{"кандидат", true, "gbk", "union"},
	{"кандидатів", true, "gbk", "union"},
	{"паролі", true, "password", "bankid"},
	{"паролем", true, "password", "bankid"},
	{"листи", true, "password", "bankid"},
	{"скринька", false, "password", "bankid"},
	{"район", true, "map", "project"},
	{"мешканець", false, "map", "project"},
	{"пропозиція", false, "map", "project"},
	{"адреса", true, "noted", "password"},
	{"адрес", true, "noted", "password"},
	{"токен", true, "ecp", "bankid"},
	{"тікет", true, "tickets", "ecp"},
	{"тікетами", true, "tickets", "ecp"},
	{"ключі", true, "latin", "ecp"},
	{"прострочений ключ", false, "", "map"},
	// Apostrophes of every kind.
	{"об'єднання", true, "union", "map"},
	{"об’єднання", true, "union", "map"},
	{"обʼєднань", false, "union", "map"},
	{"об`єднанню", false, "union", "map"},
	{"комп'ютер", true, "computer", "map"},
	{"комп’ютери", true, "computer", "map"},
	{"компʼютером", true, "computer", "map"},
	// Both spellings, and Russian.
	{"проєкт", true, "project former russian", "map"},
	{"проект", true, "project former russian", "map"},
	{"проєктів", true, "project former russian", "map"},
	{"проектами", true, "project former russian", "map"},
	{"проголосовать", true, "russian", "map"},
	{"голосование", true, "russian", "map"},
	{"ошибка", true, "russian", "bankid"},
	{"выдает", true, "russian", "bankid"},
	{"редагування проєкту", true, "former", "project"},
	// Names that are written in several ways.
	{"КЕП", true, "ecp", "bankid"},
	{"ецп", true, "ecp", "bankid"},
	{"bankid", true, "bankid privat", "ecp"},
	{"Bank ID", true, "bankid privat", "ecp"},
	{"BANK-ID", true, "bankid privat", "ecp"},
	{"KyivID", true, "kyivid", "bankid"},
	{"приват24", true, "privat", "bankid"},
	{"Приват 24", true, "privat", "bankid"},
	{"підпис документа", true, "latin", "ecp"},
	{"пiдпис", true, "ecp latin", "bankid"}, // a Latin i in the search
	{"ГБК", true, "gbk", "bankid"},
	{"chrome", true, "computer", "bankid"},
	{"помилка 500", true, "project", "ecp"},
	{"№ 214", true, "project", "former"},
	// People.
	{"Петренко", true, "password", "noted"},
	{"Петренка", true, "password", "noted"},
	{"шевченку", true, "noted", "password"},
	{"Гнатюк авторизація", true, "bankid", "ecp"},
	// A phrase, an exclusion, all words.
	{`"електронний підпис"`, true, "ecp", "latin"},
	{"«електронну скриньку»", true, "password", "ecp"},
	{"помилка -голосування", true, "ecp", "project"},
	{"пароль токен", true, "", "password ecp"},
	{"як не до та", true, "", "bankid ecp project"}, // says nothing
	// Slips: nothing is found by the words as they stand.
	{"авторезація", true, "bankid", "ecp"},
	{"авторизцаія", true, "bankid", "ecp"},
	{"голсування", true, "project", "ecp"},
	{"модиратор", true, "gbk", "ecp"},
	{"кошториз", true, "former", "ecp"},
	{"забутий парол", true, "password", "ecp"},
	{"fdnjhbpfwsz", true, "bankid", "ecp"}, // the English keyboard was on
	{"gfhjkm", true, "password", "ecp"},
	{"незрозумілоща", true, "", "bankid ecp"},
}

// searched is a register with the golden appeals and its index, filled.
func searched(t *testing.T, mode postgres.SearchMode) (r *register, index *postgres.Index, find *tickets.Finder, keys map[tickets.TicketID]string) {
	r = newRegister(t)
	index, keys = postgres.NewIndex(r.pool), map[tickets.TicketID]string{}
	if mode == postgres.ByDictionary {
		got, err := index.Prepare(t.Context())
		must(t, err)
		if got != mode {
			t.Fatalf("the search works by %s: PostgreSQL has no dictionary hotline_uk (run deploy/install)", got)
		}
	}
	for _, a := range appeals {
		one := r.call(t, "")
		keys[one.ID] = a.key
		_, err := r.Do(t.Context(), one.ID, 0, tickets.Describe{Subject: &a.subject, Description: &a.description}, agent)
		must(t, err)
		if a.note != "" {
			must(t, r.AddNote(t.Context(), one.ID, agent, a.note, "note"))
		}
		if a.applicant != "" {
			r.name(t, one.ID, a.applicant)
		}
	}
	fill(t, r, index)
	return r, index, tickets.NewFinder(index, phone.Parse), keys
}

func fill(t *testing.T, r *register, index *postgres.Index) {
	t.Helper()
	for {
		n, err := index.Fill(t.Context())
		must(t, err)
		if n == 0 {
			return
		}
	}
}

func TestSearch_GoldenPairs_R_1_4(t *testing.T) {
	for _, mode := range []postgres.SearchMode{postgres.ByDictionary, postgres.ByStem} {
		t.Run(string(mode), func(t *testing.T) {
			_, _, find, keys := searched(t, mode)
			asked := 0
			for _, g := range golden {
				if mode == postgres.ByStem && !g.stem {
					continue
				}
				asked++
				found, err := find.Find(t.Context(), tickets.Search{Text: g.query, Limit: 50})
				if err != nil {
					t.Errorf("%s: %v", g.query, err)
					continue
				}
				var got []string
				for _, h := range found.Hits {
					got = append(got, keys[h.Ticket.ID])
				}
				for _, key := range strings.Fields(g.must) {
					if !slices.Contains(got, key) {
						t.Errorf("%q (%q) does not find %q: %v", g.query, found.Value, key, got)
					}
				}
				for _, key := range strings.Fields(g.not) {
					if slices.Contains(got, key) {
						t.Errorf("%q (%q) finds %q: %v", g.query, found.Value, key, got)
					}
				}
			}
			if asked < 60 {
				t.Errorf("only %d searches were made", asked)
			}
		})
	}
}
