package invented

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"hotline/tickets"
)

var (
	menNames = []string{"Олександр", "Андрій", "Сергій", "Володимир", "Дмитро", "Іван", "Микола", "Юрій", "Василь", "Богдан", "Тарас", "Максим",
		"Роман", "Ігор", "Віктор", "Павло", "Степан", "Григорій", "Олег", "Євген", "Артем", "Назар", "Остап", "Ярослав"}
	womenNames = []string{"Олена", "Наталія", "Оксана", "Ірина", "Тетяна", "Людмила", "Світлана", "Марія", "Юлія", "Катерина", "Ганна", "Галина",
		"Валентина", "Любов", "Надія", "Віра", "Софія", "Дарина", "Вікторія", "Лариса", "Зоряна", "Соломія", "Мар’яна", "Анастасія"}
	menPatronymics = []string{"Олександрович", "Андрійович", "Сергійович", "Володимирович", "Дмитрович", "Іванович", "Миколайович", "Юрійович",
		"Васильович", "Богданович", "Тарасович", "Вікторович", "Павлович", "Степанович", "Григорович", "Олегович", "Євгенович", "Ігорович"}
	womenPatronymics = []string{"Олександрівна", "Андріївна", "Сергіївна", "Володимирівна", "Дмитрівна", "Іванівна", "Миколаївна", "Юріївна",
		"Василівна", "Богданівна", "Тарасівна", "Вікторівна", "Павлівна", "Степанівна", "Григорівна", "Олегівна", "Євгенівна", "Ігорівна"}
	surnameRoots = []string{"Шевчен", "Бонда", "Коваль", "Ткачен", "Кравч", "Олійни", "Поліщу", "Мороз", "Лисен", "Петрен", "Савчен", "Руден", "Марчен",
		"Павлен", "Гончарен", "Захарчен", "Клімен", "Левчен", "Данилен", "Гнатю", "Мельничу", "Семеню", "Демчен", "Іщен", "Яремчу", "Романен", "Сидорен",
		"Василен", "Юрчен", "Пономарен", "Кузьмен", "Федорен", "Харчен", "Тимошен", "Дяч", "Шульжен", "Панасю", "Білоус", "Зінчен"}
	surnameEnds = map[string][]string{"н": {"ко"}, "у": {"к"}, "ю": {"к"}, "и": {"к"}, "ч": {"енко", "ук", "ишин"}, "а": {"р", "ренко", "рчук"},
		"ь": {"", "чук", "ський"}, "з": {"", "енко", "юк"}, "с": {"", "енко"}}
	organisations = []string{"ГО «Разом %s»", "ОСББ «%s»", "Благодійний фонд «%s»", "Школа № %d", "ТОВ «%s»", "Бібліотека № %d", "ГО «Центр розвитку %s»"}
	places        = []string{"Оболонь", "Троєщина", "Позняки", "Нивки", "Поділ", "Липки", "Виноградар", "Теремки", "Русанівка", "Відрадний", "Осокорки",
		"Печерськ", "Дарниця", "Святошин", "Куренівка", "Березняки", "Мінський масив", "Лівобережна", "Солом’янка", "Голосіїв"}
	operators = []string{"50", "66", "95", "99", "67", "68", "96", "97", "98", "63", "73", "93"}
)

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// person is applicant i, the same whenever it is asked for.
func (w *World) person(i int) tickets.Applicant {
	r := rand.New(rand.NewPCG(w.size.Seed, 1<<40+uint64(i)))
	a := tickets.Applicant{ID: tickets.ApplicantID(i + 1), Kind: tickets.Person, Group: tickets.ExternalUser, Version: 1}
	switch p := r.Float64(); {
	case p < .06:
		a.Kind, a.Name = tickets.OrganisationKind, organisation(r)
	case p < .09:
		a.Group, a.Subgroup, a.Name = tickets.InternalUser, pick(r, tickets.Subgroups), fullName(r)
	case p < .10:
		a.Group, a.Name = tickets.Moderator, fullName(r)
	default:
		a.Name = fullName(r)
	}
	a.Phones = []string{phoneOf(i)}
	if i%familyOf == familyOf-1 {
		a.Phones = append(a.Phones, phoneOf(i-1))
	}
	if r.Float64() < .15 {
		a.Phones = append(a.Phones, "+38044"+fmt.Sprintf("%07d", 2000000+r.IntN(4000000)))
	}
	handle := fmt.Sprintf("%s%d", latin(strings.Fields(a.Name)[0]), i)
	if r.Float64() < .6 {
		a.Email = handle + "@" + pick(r, []string{"ukr.net", "gmail.com", "i.ua", "meta.ua", "example.com.ua"})
	}
	if r.Float64() < .5 {
		a.Login = handle
	}
	return a
}

// familyOf: one applicant in so many has the number of the one before, too.
const familyOf = 20

// phoneOf is the first number of applicant i; those behind the last applicant are of callers whom nobody knows.
func phoneOf(i int) string {
	// 9 700 007 is prime to 10 000 000: neighbours have numbers that are far apart.
	return "+380" + operators[i%len(operators)] + fmt.Sprintf("%07d", (i/len(operators)*9700007+1234567)%10000000)
}

func fullName(r *rand.Rand) string {
	surname := pick(r, surnameRoots)
	letters := []rune(surname)
	surname += pick(r, surnameEnds[string(letters[len(letters)-1])])
	if r.IntN(2) == 0 {
		return surname + " " + pick(r, menNames) + " " + pick(r, menPatronymics)
	}
	if stem, is := strings.CutSuffix(surname, "ий"); is {
		surname = stem + "а"
	}
	return surname + " " + pick(r, womenNames) + " " + pick(r, womenPatronymics)
}

func organisation(r *rand.Rand) string {
	form := pick(r, organisations)
	if strings.Contains(form, "%d") {
		return fmt.Sprintf(form, 1+r.IntN(330))
	}
	return fmt.Sprintf(form, pick(r, places)+" "+fmt.Sprint(1+r.IntN(400)))
}

var letters = map[rune]string{'а': "a", 'б': "b", 'в': "v", 'г': "h", 'ґ': "g", 'д': "d", 'е': "e", 'є': "ie", 'ж': "zh", 'з': "z", 'и': "y", 'і': "i", 'ї': "i",
	'й': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch",
	'ш': "sh", 'щ': "shch", 'ю': "iu", 'я': "ia"}

func latin(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		b.WriteString(letters[r])
	}
	return b.String()
}

// Person is an applicant with when the card was made.
type Person struct {
	tickets.Applicant
	Shared    bool // the first number is an office's
	CreatedAt time.Time
}

// People are applicants from ≤ i < to, each with its contacts. The first are the ones who appeal most.
func (w *World) People(from, to int) []Person {
	all := make([]Person, 0, to-from)
	for i := from; i < min(to, w.size.Applicants); i++ {
		p := Person{Applicant: w.person(i), CreatedAt: w.size.From}
		p.Shared = w.shared(i, p.Applicant)
		all = append(all, p)
	}
	return all
}

// shared: the first number is an office's and names nobody.
func (w *World) shared(i int, a tickets.Applicant) bool {
	return a.Kind == tickets.OrganisationKind && i%3 == 0
}

// caller is who is meant when applicant i calls from the first number; nil: the number does not say.
func (w *World) caller(i int, a *tickets.Applicant) *tickets.Applicant {
	if w.shared(i, *a) || i%familyOf == familyOf-2 && i+1 < w.size.Applicants {
		return nil
	}
	return a
}

// Staff is who works: forty on line 1, fourteen on line 2, six on line 3.
func Staff() []tickets.Author {
	all := make([]tickets.Author, 60)
	for i := range all {
		r := rand.New(rand.NewPCG(7, uint64(i)))
		all[i] = tickets.Author{ID: tickets.AgentID(i + 1), Name: strings.Join(strings.Fields(fullName(r))[:2], " ")}
	}
	return all
}
