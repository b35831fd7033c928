import pytest
from django.urls import reverse

from articles.details import version_of
from articles.models import Article
from articles.search.find import find
from articles.tags import LONGEST, MOST, normalised, split
from tests import make


def test_a_label_is_kept_once_whatever_its_case_and_signs():
    assert normalised(split("#Kyiv,  kyiv ; Black   Sea\nNATO, ,")) == ["Kyiv", "Black Sea", "NATO"]


def test_labels_are_bounded_in_number_and_length():
    assert len(normalised(f"tag {n}" for n in range(50))) == MOST
    assert normalised(["x" * 90]) == ["x" * LONGEST]


def change(cast, as_member, article: Article, tags: str):
    sent = {"title": article.title, "kind": "digest", "version": version_of(article), "tags": tags}
    address = reverse("articles:details", args=[cast.team.slug, article.pk])
    return as_member(cast.alice).post(address, sent)


@pytest.mark.django_db
def test_tags_are_changed_with_the_details_and_found_by_search(cast, as_member):
    article = make.article(member=cast.alice)
    assert change(cast, as_member, article, "Türkiye, #NATO").status_code == 302
    article.refresh_from_db()
    assert article.tags == ["Türkiye", "NATO"]
    assert [hit.article.pk for hit in find(member=cast.bob, query="nato").hits] == [article.pk]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "told"),
    [(",".join(f"t{n}" for n in range(31)), "31 tags; 30 is the most."), ("y" * 41, "has 41 characters; 40 is")],
)
def test_too_many_or_too_long_tags_are_told_and_stay_as_typed(cast, as_member, typed, told):
    article = make.article(member=cast.alice)
    response = change(cast, as_member, article, typed)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert f'value="{typed}"' in response.content.decode()


@pytest.mark.django_db
def test_tags_typed_in_the_preview_are_stored_with_the_article(cast, as_member):
    client = as_member(cast.alice)
    preview = client.post(
        reverse("articles:preview", args=[cast.team.slug]), {"pasted": "A Title\n\nA paragraph of an article."}
    ).context_data["preview"]
    (offer,) = preview.offers
    sent = {f"draft-0-{field.name}": field.value() or "" for field in offer.form}
    sent |= {"files": 1, "drafts": 1, "file-0-name": offer.upload.name, "file-0-data": offer.upload.base64}
    sent |= {"draft-0-file": 0, "draft-0-place": 0, "draft-0-tags": "Courts, courts, Juries", "draft-0-take": "on"}
    assert client.post(reverse("articles:confirm", args=[cast.team.slug]), sent).status_code == 302
    assert Article.objects.get().tags == ["Courts", "Juries"]
