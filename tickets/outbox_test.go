package tickets

import "testing"

func TestByMail_TellsWhatIsNeededAndNoApplicant_R_4_5_R_X_5(t *testing.T) {
	ticket := Ticket{Number: 10000123, Class: Class{Feature, High}, Process: "rework", Subject: "Форма", Description: "Бракує поля",
		ApplicantName: "Олена Бойко", Caller: "+380501234567", Content: Content{PageLink: "https://gb.test/p", Browser: "Firefox 140", Steps: "відкрити",
			Login: "o_boiko", Purpose: "рівний доступ", NormLink: "п. 3.2 Положення", Mockups: "https://files.test/m", Screens: "https://files.test/s"}}
	mail, err := ByMail{To: "developer@example.com"}.Carry(t.Context(), Paper{Ticket: ticket, Reason: "розрив із Положенням"})
	if err != nil {
		t.Fatal(err)
	}
	want := "Звернення 10000123-5 передано вам на опрацювання.\n\nТема: Форма\nПричина передання: розрив із Положенням\n" +
		"Тип: Нова функціональність\nПріоритет: Високий\nБізнес-процес: rework\nСуть: Бракує поля\nПосилання на сторінку: https://gb.test/p\n" +
		"Версія та браузер: Firefox 140\nПокроковий опис: відкрити\nМета й цілі: рівний доступ\nПункт нормативного документа: п. 3.2 Положення\n" +
		"Макети: https://files.test/m\nЗнімки екрана: https://files.test/s"
	if mail.To != "developer@example.com" || mail.Subject != "Звернення 10000123-5: Форма" || mail.Text != want {
		t.Errorf("%+v\nwant %s", mail, want)
	}
}
