"""Fields of a query as conditions on articles: before:, after:, area:, kind:, side:, has:, is:."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.text import slugify

from articles.models import Area, Article, ArticleQuerySet, SearchEntry
from articles.search.index import engine, says
from articles.search.match import attached_seen_by, scopes_of
from articles.search.tree import AllOf, Field, Node, Term, all_of, leaves
from teams.limits import limits_of
from teams.models import Membership


@dataclass(frozen=True)
class Divided:
    """A tree as what the engine looks for, and the articles among which it looks."""

    words: Node | None
    articles: ArticleQuerySet


def findable(member: Membership, tree: Node | None = None) -> ArticleQuerySet:
    """What this member may find: archived articles only where `is:archived` is asked for."""
    seen = Article.objects.visible_to(member)
    asked = tree is not None and any(isinstance(f, Field) and f.name == "is" and not f.excluded for f in leaves(tree))
    return seen if asked else seen.unarchived()


def divided(tree: Node | None, *, member: Membership, articles: ArticleQuerySet) -> Divided:
    """Parts of words alone go to the engine, which ranks them; every part with a field narrows the articles."""
    parts = () if tree is None else tree.parts if isinstance(tree, AllOf) else (tree,)
    words: list[Node] = []
    for part in parts:
        if any(isinstance(leaf, Field) for leaf in leaves(part)):
            articles = articles.filter(_condition(part, member))
        else:
            words.append(part)
    return Divided(all_of(words), articles)


def _condition(node: Node, member: Membership) -> Q:
    if isinstance(node, Term):
        sql, given = engine().article_ids(node, scopes_of(member))
        return Q(pk__in=RawSQL(sql, given))  # noqa: S611 - what was typed is a parameter
    if isinstance(node, Field):
        return ~_field(node, member) if node.excluded else _field(node, member)
    every = Q()
    for number, part in enumerate(node.parts):
        condition = _condition(part, member)
        every = condition if not number else (every & condition if isinstance(node, AllOf) else every | condition)
    return every


def _field(field: Field, member: Membership) -> Q:
    if field.name in ("before", "after"):
        side = "lt" if field.name == "before" else "gte"
        return Q(**{f"published_on__{side}": field.day})
    if field.name == "has":
        return has(field.value, member)
    if field.name == "area":
        named = Area.objects.filter(Q(name__iexact=field.value) | Q(slug=slugify(field.value)), team=member.team_id)
        if limits_of(member.user):
            naming = [key for key, name in named.values_list("pk", "name") if not says(name)]
            named = named.filter(pk__in=naming)
        return Q(Exists(Article.areas.through.objects.filter(area__in=named, article_id=OuterRef("pk"))))
    if field.name == "side":
        return on_side(field.value)
    return Q(kind=field.value) if field.name == "kind" else Q(archived_at__isnull=False)


def says_too_much(label: str, member: Membership) -> bool:
    """Whether this member may not find by the label: their sight is limited, and it does more than name a subject."""
    return limits_of(member.user) is not None and says(label)


def has(kind: str, member: Membership) -> Q:
    """Articles with a note, or a card, that this member may see."""
    return Q(Exists(SearchEntry.objects.filter(attached_seen_by(member), article_id=OuterRef("pk"), kind=kind)))


def on_side(side: str) -> Q:
    """Articles of an area on this side: domestic or international."""
    return Q(Exists(Article.areas.through.objects.filter(article_id=OuterRef("pk"), area__side=side)))
