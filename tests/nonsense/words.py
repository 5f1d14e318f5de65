"""Values that people, programs and attackers send in place of expected ones."""

from hypothesis import strategies as st

from scores.editions.registry import KINDS
from scores.engine.answers import AIMS, EVIDENCE_TO_DECLINE, FACTORS, SITUATIONS
from scores.engine.vocabulary import EXAMS, GROUPS
from scores.reference.compare import SORTS
from scores.views.benchmark_pages import PAGES
from scores.views.specialty_heads import SORTS as SORTS_OF_GROUP
from tests.engine.edition import FIXTURES

LABELS = tuple(sorted(path.stem for path in FIXTURES.glob("*.jsonl")))

Word = str | bytes
"""Bytes if it is not UTF-8."""

NUMBERS = (
    *("0", "-0", "1", "-1", "7", "248", "300", "301", "00248", "+248", "248.5", "2,48", "2.48e2"),
    *("1e999", "-1e999", "NaN", "inf", "0x10", "1_000", "٢٤٨", "²", "\uff19\uff19", "½"),
    *("248%", "101%"),
    *("32768", "2147483648", "9223372036854775808", "-9223372036854775809", "9" * 400),
    "1" * 4301,  # more digits than Python converts
)
DATES = (
    *("2012-07-01", "2012-06-30", "2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29"),
    *("0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "-2026-01-01", "2026-13-01"),
    *("2026-11-31", "2026-1-1", "20261101", "2026-W10-1", "2026-11-24T00:00:00Z", "24.12.2026"),
    *("12/31/2026", "10/25/06", "1/1/69", "Oct 25 2006", "\uff12\uff10\uff12\uff16-01-01"),
    *("2026-11-24 ", "today"),
)
TEXTS: tuple[Word, ...] = (
    *("", " ", "\t", "\n", "\r\nSet-Cookie: a=b", "\x00", "a\x00b", "\x1b[31m", "\x7f", "\x85"),
    *("e\u0301" * 9, "\u0300", "עברית", "\u202egnihton", "\u200b", "\ufeff", "\ufffe", "🎓" * 40),
    *("İ", "ß", "\u017f", "ﬁ", "Dermatology", "dermatologY ", "radi", "ophthal", "…", "“”"),
    *("%", "%zz"),
    *(b"\xff\xfe", b"\xed\xa0\x80", b"\xf0\x9f", b"a%00b", b"\xc0\xaf", b"\x80"),
    *("..", "../../etc/passwd", "..\\", "/", "//", "//elsewhere.example", ";", "?", "#", "&", "="),
    *("https://elsewhere.example/", "javascript:alert(1)", "data:text/html,x", "\\\\elsewhere"),
    *("<script>alert(1)</script>", '"><svg/onload=alert(1)>', "'", "' OR 1=1 --", "`id`", "$(id)"),
    *("{{ 7|add:7 }}", "{% debug %}", "{}", "[]", "null", "None", "true", "undefined", "__class__"),
    *("=1+1", "@SUM(A1)", "-cmd", "+cmd", "a,b", '"', "a" * 101, "é" * 1000, "x" * 3000),
)
ODD: tuple[Word, ...] = (*TEXTS, *NUMBERS, *DATES)

TESTS = (
    *("nbme06", "nbme14", "nbme16", "uwsa1", "uwsa2", "free120", "free120-old", "amboss"),
    "other",
)
SPECIALTIES = ("dermatology", "psychiatry", "family-medicine", "all", "Radiology", "thoracic")
GOOD_DATES = ("2026-10-01", "2027-05-01", "2027-04-01", "2026-11-24", "2026-09-15", "2028-02-29")
SCORES = ("190", "214", "230", "248", "253", "285", "71", "60", "92%")
GOOD_DIGITS = ("0", "1", "2", "3", "20")

KNOWN: dict[str, tuple[str, ...]] = {
    "exam": tuple(EXAMS),
    "situation": tuple(SITUATIONS),
    "specialty": SPECIALTIES,
    "group": tuple(GROUPS),
    "aim": tuple(AIMS),
    "exam_date": GOOD_DATES,
    "factor": tuple(FACTORS),
    "decline": tuple(EVIDENCE_TO_DECLINE),
    "actual_score": SCORES,
    "attempt_date": GOOD_DATES,
    "edition": LABELS,
    "test": TESTS,
    "score": SCORES,
    "taken": GOOD_DATES,
    "remove": GOOD_DIGITS,
    "sort": (*SORTS, *SORTS_OF_GROUP),
    "shows": ("projection", "scores", "profile"),
    "lasts": ("30", "182", "365", "1095", ""),
    "label": LABELS,
    "base": LABELS,
    "old": LABELS,
    "new": LABELS,
    "kind": tuple(KINDS),
    "name": (*SPECIALTIES[:3], *tuple(PAGES)[:3]),
    "number": GOOD_DIGITS,
    "response_id": GOOD_DIGITS,
    "digest": ("0" * 64, "abc", "0" * 8),
    "do": ("codes", "remove", "revoke", "restore", "submit", "approve", "send-back", "publish",
           "schedule", "withdraw"),
    "day": GOOD_DATES,
    "agreed_target": SCORES,
    "is_public": ("on", ""),
    "nickname": ("October plan", ""),
    "question": ("Keep the date?", ""),
    "figure": ("258, dermatology",),
    "says": ("It says 257.",),
    "page": ("/goal/", "1", "2"),
    "look_again": GOOD_DATES,
    "app_label": ("scores", "auth", "otp_totp", "axes"),
    "id": GOOD_DIGITS,
    "pk": GOOD_DIGITS,
    "next": ("/admin/", "/admin/scores/source/", "/"),
    "code": ("000000", "123456", "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF"),
}  # fmt: skip
"""Fields and parameters that the site knows, with values that it accepts."""

ADMIN = {
    "q": ("a", "derm", "2026"),
    "o": ("1", "-1", "2.-3", "99", "1.1"),
    "p": GOOD_DIGITS,
    "e": ("1",),
    "all": ("",),
    "_popup": ("1",),
    "_to_field": ("id", "slug", "edition"),
    "_changelist_filters": ("edition__id__exact=1", "e=1"),
    "edition__id__exact": ("1", "2", "3"),
    "specialty__slug": ("dermatology",),
    "edition__label__startswith": ("2",),
    "status": ("draft", "published"),
    "status__in": ("draft,published",),
    "id__in": ("1,2",),
    "pk__gt": ("1",),
    "day__year": ("2026",),
    "slug__regex": ("(", ".*"),
    "source__isnull": ("True", "0"),
    "password__startswith": ("p",),
    "of": ("2026.1", "2027.1"),
    "term": ("a", "derm"),
    "model_name": ("source", "specialty", "user"),
    "field_name": ("also", "source", "specialty", "edition"),
    "action": ("delete_selected", "", "export_admin_action"),
    "_selected_action": ("1", "2"),
    "select_across": ("0", "1"),
    "index": ("0",),
    "_save": ("Save",),
    "_continue": ("1",),
    "_addanother": ("1",),
    "form-TOTAL_FORMS": ("0", "1", "50"),
    "form-INITIAL_FORMS": ("0", "1", "50"),
    "points-TOTAL_FORMS": ("0", "3"),
    "points-INITIAL_FORMS": ("0", "3"),
}
"""Fields of the admin."""

odd_words = st.one_of(
    st.sampled_from(ODD), st.sampled_from(ODD), st.text(max_size=20), st.binary(max_size=8)
)


def words_for(name: str, *, fields: dict[str, tuple[str, ...]] = KNOWN) -> st.SearchStrategy[Word]:
    """Values for a field: mostly ones that it accepts, otherwise anything."""
    known = fields.get(name)
    if not known:
        return odd_words
    good = st.sampled_from(known)
    return st.one_of(good, good, good, odd_words)
