package tickets

var kindWords = map[ApplicantKind]string{Person: "фізична особа", OrganisationKind: "організація"}

var subgroupWords = map[Subgroup]string{OfMRG: "Міська робоча група (МРГ)", OfGBK: "Громадська бюджетна комісія (ГБК)",
	OfKMR: "Київська міська рада (КМР)", OfRDA: "Районна державна адміністрація (РДА)", OfDepartment: "Департамент або підрозділ КМДА"}

// Ukrainian is the kind as people read it.
func (k ApplicantKind) Ukrainian() string { return kindWords[k] }

// Ukrainian is the sub-group as people read it; empty for none.
func (s Subgroup) Ukrainian() string { return subgroupWords[s] }

var cardWords = map[CardEntryKind]string{CardCreated: "Картку створено", CardChanged: "Картку змінено", CardMerged: "До картки приєднано іншу",
	CardMergedAway: "Картку приєднано до іншої", CardUnmerged: "Від картки від’єднано іншу", CardUnmergedAway: "Картку від’єднано",
	CardRestricted: "Доступ обмежено", CardLifted: "Обмеження доступу знято", CardHeld: "Видалення заборонено", CardReleased: "Заборону видалення знято",
	CardRead: "Переглянуто за обмеженого доступу"}

// Sentence is the line as people read it, in Ukrainian.
func (e CardEntry) Sentence() string {
	s := cardWords[e.Kind]
	if e.Text != "" {
		s += ". " + e.Text
	}
	return s
}

var cardFields = map[string]string{"name": "Імʼя або назва", "kind": "Хто це", "group": "Група", "subgroup": "Підгрупа", "email": "Ел. пошта",
	"login": "Логін", "organisation": "Організація", "phone": "Телефон", "phone_shared": "Спільний телефон", "email_shared": "Спільна ел. пошта",
	"phone_own": "Телефон більше не спільний", "email_own": "Ел. пошта більше не спільна",
	"card": "Картка", "ticket": "Звернення"}

// CardWords are a changed field of a card as people read it.
func (v Value) CardWords() (field, old, now string) {
	field = cardFields[v.Field]
	words := func(s string) string {
		switch v.Field {
		case "kind":
			return kindWords[ApplicantKind(s)]
		case "group":
			return groupWords[Group(s)]
		case "subgroup":
			return subgroupWords[Subgroup(s)]
		}
		return s
	}
	return field, words(v.Old), words(v.New)
}
