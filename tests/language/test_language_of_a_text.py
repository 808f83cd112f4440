import pytest

from monitor.language.detect import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The president said on Monday that the talks will go on.", "en"),
        ("Президент подписал указ о развитии энергетики в стране.", "ru"),
        ("Кыргызстандын президенти Москвага иш сапары менен барды, деп билдирди өкмөт.", "ky"),
        ("Қазақстан президенті Астанада шетел елшілерін қабылдады.", "kk"),
        ("Qırğızıstanın Xarici İşlər naziri mətbuata açıqlama verib.", "az"),
        ("Kırgızistan'ın başkenti Bişkek'te dün akşam yağmur yağdı.", "tr"),
        ("O‘zbekiston prezidenti yangi qonunni imzoladi va bo‘lajak islohotlar haqida.", "uz"),
        ("Қирғизистон президенти янги фармон имзолади, бу ҳақда хабар берди.", "uz"),
        ("Президенти Ҷумҳурии Тоҷикистон бо сафири нав мулоқот намуд.", "tg"),
        ("Türkmenistanyň Prezidenti täze kanuna gol çekdi, ýurduň ösüşi barada.", "tk"),
        ("Президент України підписав закон про державний бюджет.", "uk"),
        ("Ղազախստանի նախագահը հանդիպեց", "hy"),
        ("საქართველოს პრეზიდენტი", "ka"),
        ("La conferenza si è aperta ieri con la partecipazione di molti ministri.", "it"),
    ],
)
def test_language_is_told_by_its_letters_and_words(text: str, language: str) -> None:
    """Languages of the region and of the wires are told apart."""
    assert detect_language(text) == language


def test_a_text_without_letters_has_no_language() -> None:
    """Figures and marks alone say nothing."""
    assert detect_language("2024 — 15:30 🇰🇬") is None


def test_an_outlet_narrows_the_choice() -> None:
    """Only a language of the outlet is answered."""
    assert detect_language("Il presidente", among=("ru", "ky")) in ("ru", "ky")
    assert detect_language("Il presidente", among=("az",)) == "az"
