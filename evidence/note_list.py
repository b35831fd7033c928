"""Which notes a page of notes shows, and in what order."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, F, OuterRef
from django.http import QueryDict

from articles.models import Area
from evidence.labels import counted, key
from evidence.models import Note, Remark
from evidence.talk import with_remarks
from teams.access import Visibility
from teams.models import Membership

MOST_TAGS = 24
_DATE = {"type": "date"}


class NotesForm(forms.Form):
    """What is asked of the notes. What makes no sense is left out and said beside its field; nothing fails."""

    q = forms.CharField(label="Search", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    whose = forms.ChoiceField(label="Whose", choices=[("", "Mine"), ("all", "All that I see")], required=False)
    visibility = forms.ChoiceField(label="Seen by", choices=[("", "Anybody"), *Visibility.choices], required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Both"), ("words", "Notes"), ("marks", "Marks")], required=False
    )
    area = forms.ModelChoiceField(Area.objects.none(), label="Area", empty_label="Any area", required=False)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs=_DATE))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs=_DATE))
    order = forms.ChoiceField(
        label="Order",
        choices=[
            ("", "Newest first"),
            ("oldest", "Oldest first"),
            ("changed", "Last changed first"),
            ("article", "By article, as one reads"),
        ],
        required=False,
    )
    replies = forms.BooleanField(label="With replies", required=False)
    lost = forms.BooleanField(label="Without a place", required=False)
    tag = forms.CharField(required=False, widget=forms.HiddenInput)
    article = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, member: Membership) -> None:
        super().__init__(data, label_suffix="")
        self.member = member
        self.fields["area"].queryset = Area.objects.filter(team=member.team)  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def filtered(self) -> bool:
        return any(value for name, value in self.cleaned_data.items() if name not in ("order", "whose"))

    @property
    def narrowed(self) -> bool:
        """By one of the filters that stand folded away."""
        folded = ("kind", "visibility", "area", "since", "until", "replies", "lost")
        return bool(self.errors) or any(self.cleaned_data.get(name) for name in folded)


def found(form: NotesForm) -> Any:
    """The notes that are asked for, in the order that is asked for, as rows of a list."""
    asked, member = form.cleaned_data, form.member
    rows = with_remarks(narrowed(form), member).for_list()
    orders: dict[str, tuple[Any, ...]] = {
        "oldest": ("created_at", "pk"),
        "changed": ("-updated_at", "pk"),
        "article": ("article__title", "article", F("passage__start").asc(nulls_first=True), "created_at", "pk"),
    }
    return rows.order_by(*orders.get(asked.get("order") or "", ("-created_at", "pk")))


def narrowed(form: NotesForm, *, but_tag: bool = False) -> Any:
    asked, member = form.cleaned_data, form.member
    rows = Note.objects.visible_to(member)
    if asked.get("q"):
        rows = rows.saying(asked["q"])
    if asked.get("tag") and not but_tag:
        rows = rows.filter(tag_keys__contains=f"\n{key(asked['tag'])}\n")
    equal = {
        "owner": member.user if asked.get("whose") != "all" else None,
        "article": asked.get("article"),
        "visibility": asked.get("visibility"),
        "article__areas": asked.get("area"),
        "created_at__date__gte": asked.get("since"),
        "created_at__date__lte": asked.get("until"),
    }
    rows = rows.filter(**{name: value for name, value in equal.items() if value})
    if asked.get("kind"):
        rows = rows.filter(body="") if asked["kind"] == "marks" else rows.exclude(body="")
    if asked.get("replies"):
        rows = rows.filter(Exists(Remark.objects.admitting(member).filter(note=OuterRef("pk"), deleted_at=None)))
    return rows.astray() if asked.get("lost") else rows


@dataclass(frozen=True)
class TagChoice:
    """A tag, how many notes have it under the other filters, and the address that shows them; again, all."""

    tag: str
    count: int
    href: str
    current: bool


def tags_of(form: NotesForm, query: QueryDict) -> list[TagChoice]:
    """The tags of the notes that are found, most used first; one query."""
    now = key(form.cleaned_data.get("tag") or "")
    lists = (
        narrowed(form, but_tag=True).exclude(tag_keys="").order_by("created_at", "pk").values_list("tags", flat=True)
    )
    rest = [(name, value) for name, values in query.lists() for value in values if name not in ("tag", "page")]
    made = []
    for tag, count in sorted(counted(lists), key=lambda pair: (-pair[1], pair[0].casefold())):
        current = key(tag) == now
        href = "?" + urlencode([*rest, *([] if current else [("tag", tag)])])
        made.append(TagChoice(tag, count, href, current))
    shown = [choice for number, choice in enumerate(made) if number < MOST_TAGS or choice.current]
    if now and not any(choice.current for choice in shown):
        shown.insert(0, TagChoice(form.cleaned_data["tag"], 0, "?" + urlencode(rest), current=True))
    return shown
